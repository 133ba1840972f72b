namespace KServe.Detectors.Tests.Fakes;

/// <summary>Returns the first input as <c>y</c>.</summary>
internal sealed class EchoPredictor : Predictor
{
    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken) =>
        new(new InferResponse(request.Inputs[0].Alias("y")));
}
