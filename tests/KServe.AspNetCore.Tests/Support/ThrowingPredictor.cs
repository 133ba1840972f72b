namespace KServe.AspNetCore.Tests;

/// <summary>Fails each prediction.</summary>
internal sealed class ThrowingPredictor(Exception error) : Predictor
{
    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken) =>
        throw error;
}
