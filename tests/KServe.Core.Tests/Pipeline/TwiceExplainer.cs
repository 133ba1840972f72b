namespace KServe.Core.Tests.Pipeline;

/// <summary>Calls the predictor twice and answers with a constant.</summary>
internal sealed class TwiceExplainer : Explainer
{
    public override async ValueTask<InferResponse> ExplainAsync(
        InferRequest request, InferDelegate predict, CancellationToken cancellationToken)
    {
        for (var i = 0; i < 2; i++)
        {
            using var response = await predict(request, cancellationToken);
        }

        return new InferResponse(InferTensor.Create<float>("explanations", [1], 1f));
    }
}
