namespace KServe.Graphs.Tests.Fakes;

/// <summary>Answers only to a cancellation.</summary>
internal sealed class WaitingPredictor : Predictor
{
    public override async ValueTask<InferResponse> PredictAsync(
        InferRequest request,
        CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return new InferResponse();
    }
}
