namespace KServe.Conformance.Tests.Models;

/// <summary>Never becomes ready: its load fails.</summary>
internal sealed class NotReadyPredictor : Predictor
{
    public override ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken) =>
        throw InferenceException.Unavailable($"Model with name {context.ModelName} is not ready.");

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken) =>
        new(new InferResponse());
}
