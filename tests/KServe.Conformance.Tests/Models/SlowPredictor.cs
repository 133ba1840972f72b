using System.Threading.Channels;

namespace KServe.Conformance.Tests.Models;

/// <summary>Answers when it is released, or never; tells when a request came in and when one was cancelled.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class SlowPredictor : Predictor
{
    private readonly SemaphoreSlim _release = new(0);
    private readonly Channel<bool> _entered = Channel.CreateUnbounded<bool>();
    private readonly Channel<bool> _cancelled = Channel.CreateUnbounded<bool>();

    /// <summary>Lets one request go on.</summary>
    public void Release() => _release.Release();

    /// <summary>Waits until one more request runs.</summary>
    /// <param name="cancellationToken">Gives the wait up.</param>
    /// <returns>A task that ends when a request has come in.</returns>
    public async Task EnteredAsync(CancellationToken cancellationToken) =>
        await _entered.Reader.ReadAsync(cancellationToken);

    /// <summary>Waits until one more request was cancelled while it ran.</summary>
    /// <param name="cancellationToken">Gives the wait up.</param>
    /// <returns>A task that ends when a request's token was cancelled.</returns>
    public async Task CancelledAsync(CancellationToken cancellationToken) =>
        await _cancelled.Reader.ReadAsync(cancellationToken);

    /// <summary>Forgets what came in and what was cancelled.</summary>
    public void Forget()
    {
        while (_entered.Reader.TryRead(out _) || _cancelled.Reader.TryRead(out _))
        {
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<InferResponse> PredictAsync(
        InferRequest request,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        _entered.Writer.TryWrite(true);
        try
        {
            await _release.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _cancelled.Writer.TryWrite(true);
            throw;
        }

        return new InferResponse(InferTensor.Create<int>("done", [1], 1));
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _release.Dispose();
        return base.DisposeAsync();
    }
}
