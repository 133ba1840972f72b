namespace KServe.AspNetCore.Tests;

/// <summary>Loads for as long as the server runs.</summary>
internal sealed class NotReadyPredictor : Predictor
{
    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken) =>
        await Task.Delay(Timeout.Infinite, cancellationToken);

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
