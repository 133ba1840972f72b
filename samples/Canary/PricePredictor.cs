using KServe;

namespace Canary;

/// <summary>Prices flats by their area: a model that is easy to make a new version of.</summary>
/// <param name="perSquareMetre">The price of a square metre.</param>
/// <param name="failsEvery">Which requests fail: 5 for each fifth, 0 for none.</param>
public sealed class PricePredictor(float perSquareMetre, int failsEvery = 0) : Predictor
{
    private int _requests;

    public override ModelSignature Signature { get; } = new()
    {
        Inputs = [new TensorMetadata("area", TensorDataType.FP32, [-1])],
        Outputs = [new TensorMetadata("price", TensorDataType.FP32, [-1])],
    };

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        if (failsEvery > 0 && (uint)Interlocked.Increment(ref _requests) % failsEvery == 0)
        {
            throw InferenceException.Unavailable("The prices are not at hand.");
        }

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
