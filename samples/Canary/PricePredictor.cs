using KServe;

namespace Canary;

/// <summary>Prices flats by their area: a model that is easy to make a new version of.</summary>
public sealed class PricePredictor(float perSquareMetre) : Predictor
{
    public override ModelSignature Signature { get; } = new()
    {
        Inputs = [new TensorMetadata("area", TensorDataType.FP32, [-1])],
        Outputs = [new TensorMetadata("price", TensorDataType.FP32, [-1])],
    };

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var areas = request.Inputs[0].AsSpan<float>();
        var output = InferTensor.Rent(request.Pool, "price", TensorDataType.FP32, request.Inputs[0].Shape);
        var prices = output.AsSpan<float>();
        for (var i = 0; i < areas.Length; i++)
        {
            prices[i] = areas[i] * perSquareMetre;
        }

        return new(new InferResponse(output));
    }
}
