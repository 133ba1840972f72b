namespace KServe.AspNetCore.Tests;

/// <summary>Explains with the prediction itself.</summary>
internal sealed class EchoExplainer : Explainer
{
    public override ValueTask<InferResponse> ExplainAsync(
        InferRequest request,
        InferDelegate predict,
        CancellationToken cancellationToken) => predict(request, cancellationToken);
}
