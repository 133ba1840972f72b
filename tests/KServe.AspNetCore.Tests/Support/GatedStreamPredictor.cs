using System.Runtime.CompilerServices;

namespace KServe.AspNetCore.Tests;

/// <summary>Gives a first response at once, and the second when the test says so.</summary>
internal sealed class GatedStreamPredictor : Predictor
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _begun = new(0);

    public override ModelSignature Signature { get; } = new() { IsDecoupled = true };

    public void Open() => _open.SetResult();

    /// <summary>Waits until as many streams have begun.</summary>
    public async Task UntilAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _begun.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override async IAsyncEnumerable<InferResponse> PredictStreamAsync(
        InferRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new InferResponse(InferTensor.Create<int>("y", [1], 1));
        _begun.Release();
        await _open.Task.WaitAsync(cancellationToken);
        yield return new InferResponse(InferTensor.Create<int>("y", [1], 2));
    }

    public override ValueTask DisposeAsync()
    {
        _begun.Dispose();
        return base.DisposeAsync();
    }
}
