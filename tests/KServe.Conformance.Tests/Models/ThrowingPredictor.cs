namespace KServe.Conformance.Tests.Models;

/// <summary>Fails with a text that no client may ever see.</summary>
internal sealed class ThrowingPredictor : Predictor
{
    public const string Secret = "cannot open /home/service/weights.bin at Loader.Read 0xDEADBEEF";

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken) =>
        throw new InvalidOperationException(Secret);
}
