namespace KServe.Conformance.Tests.Models;

/// <summary>Explains by predicting, under the key that KServe's own test model uses.</summary>
internal sealed class EchoExplainer : Explainer
{
    public override async ValueTask<InferResponse> ExplainAsync(
        InferRequest request,
        InferDelegate predict,
        CancellationToken cancellationToken)
    {
        var prediction = await predict(request, cancellationToken);
        var explanation = new InferResponse(prediction.Outputs[0].Alias("predictions"));
        explanation.RegisterForDispose(prediction);
        return explanation;
    }
}
