namespace KServe.AspNetCore.Tests.Rollout;

/// <summary>Answers with its own number, and refuses to answer after it was disposed.</summary>
internal sealed class NumberedPredictor(int number) : Predictor
{
    private volatile bool _isDisposed;

    public override async ValueTask<InferResponse> PredictAsync(
        InferRequest request,
        CancellationToken cancellationToken)
    {
        await Task.Yield();
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return new InferResponse(InferTensor.Rent<int>(request.Pool, "y", [1], [number]));
    }

    public override ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return base.DisposeAsync();
    }
}
