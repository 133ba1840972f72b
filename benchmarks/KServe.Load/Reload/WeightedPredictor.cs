namespace KServe.Load.Reload;

/// <summary>Holds weights and answers with the number of its revision, as long as it is not disposed.</summary>
internal sealed class WeightedPredictor(int number, int weightBytes) : Predictor
{
    private volatile byte[]? _weights;

    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var weights = new byte[weightBytes];

        // Every page is written, so that the memory is the process's and not only promised to it.
        weights.AsSpan().Fill(1);
        _weights = weights;
    }

    public override async ValueTask<InferResponse> PredictAsync(
        InferRequest request,
        CancellationToken cancellationToken)
    {
        // A request that is still running when its revision is replaced must find the weights afterwards, too.
        await Task.Yield();
        var weights = _weights;
        ObjectDisposedException.ThrowIf(weights is null, this);
        return new InferResponse(InferTensor.Rent<int>(request.Pool, "y", [1], [number * weights[^1]]));
    }

    public override ValueTask DisposeAsync()
    {
        _weights = null;
        return base.DisposeAsync();
    }
}
