namespace KServe.AspNetCore.Tests;

/// <summary>Answers with its first input and allocates as little as a predictor can.</summary>
internal sealed class AliasPredictor : Predictor
{
    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken) =>
        new(new InferResponse(request.Inputs[0].Alias("y")));
}
