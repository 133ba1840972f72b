namespace KServe.AspNetCore.Tests;

/// <summary>Answers with its FP32 input as FP16 and as FP32, flat.</summary>
internal sealed class HalfOutputPredictor : Predictor
{
    public override ModelSignature Signature { get; } = new()
    {
        Inputs = [new("fp32_input", TensorDataType.FP32, TensorShape.Create([-1, -1]))],
        Outputs =
        [
            new("fp16_output", TensorDataType.FP16, TensorShape.Create([-1])),
            new("fp32_output", TensorDataType.FP32, TensorShape.Create([-1])),
        ],
    };

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var values = request.Inputs[0].AsSpan<float>();
        var shape = TensorShape.Create([values.Length]);
        var half = InferTensor.Rent(request.Pool, "fp16_output", TensorDataType.FP16, shape);
        for (var i = 0; i < values.Length; i++)
        {
            half.AsSpan<Half>()[i] = (Half)values[i];
        }

        return new(new InferResponse(half, InferTensor.Rent<float>(request.Pool, "fp32_output", shape, values)));
    }
}
