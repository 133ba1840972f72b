namespace KServe.Conformance.Tests.Models;

/// <summary>Returns texts as they are and FP16 as FP32: KServe's own test model <c>FP16InputModel</c>.</summary>
internal sealed class HalfInputPredictor : Predictor
{
    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var halves = request.GetInput("fp16_input").AsSpan<Half>();
        var floats = InferTensor.Rent(request.Pool, "fp32_output", TensorDataType.FP32, [halves.Length]);
        var target = floats.AsSpan<float>();
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = (float)halves[i];
        }

        return new(new InferResponse(request.GetInput("str_input").Alias("str_output"), floats));
    }
}
