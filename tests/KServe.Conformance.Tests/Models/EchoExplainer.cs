namespace KServe.Conformance.Tests.Models;

/// <summary>Explains by predicting.</summary>
internal sealed class EchoExplainer : Explainer
{
    public override ValueTask<InferResponse> ExplainAsync(
        InferRequest request,
        InferDelegate predict,
        CancellationToken cancellationToken) => predict(request, cancellationToken);
}
