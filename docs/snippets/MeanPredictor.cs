using System.Numerics.Tensors;

namespace KServe.Docs.Snippets;

public sealed class MeanPredictor : Predictor
{
    public override ModelSignature Signature { get; } = new()
    {
        Inputs = [new TensorMetadata("x", TensorDataType.FP32, [-1])],
        Outputs = [new TensorMetadata("mean", TensorDataType.FP32, [1])],
    };

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var mean = TensorPrimitives.Average<float>(request.GetInput("x").AsSpan<float>());
        return new(new InferResponse(InferTensor.Create("mean", [1], mean)));
    }
}
