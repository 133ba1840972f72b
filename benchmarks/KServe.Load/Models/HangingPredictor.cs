namespace KServe.Load.Models;

/// <summary>Never answers: it waits until the client has gone.</summary>
public sealed class HangingPredictor : Predictor
{
    /// <inheritdoc/>
    public override async ValueTask<InferResponse> PredictAsync(
        InferRequest request,
        CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return new InferResponse();
    }
}
