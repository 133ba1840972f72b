namespace KServe.Core.Tests.Serving;

/// <summary>Refuses to answer after it was disposed.</summary>
internal sealed class CountingPredictor(Action disposed) : Predictor
{
    private volatile bool _isDisposed;

    public override async ValueTask<InferResponse> PredictAsync(
        InferRequest request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return new InferResponse(request.Inputs[0].Alias("y"));
    }

    public override ValueTask DisposeAsync()
    {
        _isDisposed = true;
        disposed();
        return base.DisposeAsync();
    }
}
