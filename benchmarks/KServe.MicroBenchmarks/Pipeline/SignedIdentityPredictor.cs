using KServe.MicroBenchmarks.Payloads;

namespace KServe.MicroBenchmarks.Pipeline;

/// <summary>Returns its one input, which it declares.</summary>
public sealed class SignedIdentityPredictor : Predictor
{
    /// <inheritdoc/>
    public override ModelSignature Signature { get; } = new()
    {
        Inputs = [new TensorMetadata(Payload.Tensor, TensorDataType.FP32, TensorShape.Create([-1, -1]))],
        Outputs = [new TensorMetadata(Payload.Tensor, TensorDataType.FP32, TensorShape.Create([-1, -1]))],
    };

    /// <inheritdoc/>
    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new(new InferResponse(request.Inputs[0].Alias(Payload.Tensor)));
    }
}
