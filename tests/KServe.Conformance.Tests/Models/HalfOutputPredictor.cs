namespace KServe.Conformance.Tests.Models;

/// <summary>Returns FP32 as FP16 and as it is: KServe's own test model <c>FP16OutputModel</c>.</summary>
internal sealed class HalfOutputPredictor : Predictor
{
    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var floats = request.GetInput("fp32_input").AsSpan<float>();
        var halves = InferTensor.Rent(request.Pool, "fp16_output", TensorDataType.FP16, [floats.Length]);
        var target = halves.AsSpan<Half>();
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = (Half)floats[i];
        }

        return new(new InferResponse(
            halves,
            InferTensor.Rent<float>(request.Pool, "fp32_output", [floats.Length], floats)));
    }
}
