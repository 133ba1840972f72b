namespace KServe.AspNetCore.Tests;

/// <summary>Answers with its texts, and with its FP16 input as FP32.</summary>
internal sealed class HalfInputPredictor : Predictor
{
    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var texts = request.GetInput("str_input").ToStrings();
        var half = request.GetInput("fp16_input").AsSpan<Half>();
        var shape = TensorShape.Create([half.Length]);
        var single = InferTensor.Rent(request.Pool, "fp32_output", TensorDataType.FP32, shape);
        for (var i = 0; i < half.Length; i++)
        {
            single.AsSpan<float>()[i] = (float)half[i];
        }

        return new(new InferResponse(
            BytesTensor.Rent(request.Pool, "str_output", TensorShape.Create([texts.Length]), texts), single));
    }
}
