namespace KServe.ControlPlane.Tests.Support;

/// <summary>Explains everything by one number.</summary>
internal sealed class ConstantExplainer : Explainer
{
    public override ValueTask<InferResponse> ExplainAsync(
        InferRequest request,
        InferDelegate predict,
        CancellationToken cancellationToken)
    {
        var response = new InferResponse(InferTensor.Create<long>("explanation", [1], 42L));
        return new ValueTask<InferResponse>(response);
    }
}
