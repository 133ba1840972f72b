namespace KServe.Batching.Tests.Hosting;

/// <summary>Returns its input after a while, as a model on another device does.</summary>
internal sealed class SlowIdentityPredictor : Predictor
{
    private bool _isDisposed;

    public override ModelSignature Signature { get; } = new()
    {
        Inputs = [new TensorMetadata("x", TensorDataType.FP32, [-1, 2])],
        Outputs = [new TensorMetadata("x", TensorDataType.FP32, [-1, 2])],
    };

    public override async ValueTask<InferResponse> PredictAsync(
        InferRequest request,
        CancellationToken cancellationToken)
    {
        await Task.Delay(1, cancellationToken);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return new InferResponse(request.GetInput("x").Alias("x"));
    }

    public override ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return base.DisposeAsync();
    }
}
