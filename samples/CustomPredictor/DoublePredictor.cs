using System.Numerics.Tensors;
using KServe;

namespace CustomPredictor;

internal sealed class DoublePredictor : Predictor
{
    public override ModelSignature Signature { get; } = new()
    {
        Inputs = [new TensorMetadata("x", TensorDataType.FP32, [-1])],
        Outputs = [new TensorMetadata("y", TensorDataType.FP32, [-1])],
    };

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var x = request.GetInput("x");
        var y = InferTensor.Rent(request.Pool, "y", TensorDataType.FP32, x.Shape);
        TensorPrimitives.Multiply(x.AsSpan<float>(), 2, y.AsSpan<float>());
        return new(new InferResponse(y));
    }
}
