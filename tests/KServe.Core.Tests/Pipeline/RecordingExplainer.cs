namespace KServe.Core.Tests.Pipeline;

/// <summary>Keeps what it was loaded with and answers with a constant.</summary>
internal sealed class RecordingExplainer : Explainer
{
    public ModelLoadContext? LoadedWith { get; private set; }

    public override ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        LoadedWith = context;
        return default;
    }

    public override ValueTask<InferResponse> ExplainAsync(
        InferRequest request, InferDelegate predict, CancellationToken cancellationToken) =>
        new(new InferResponse(InferTensor.Create<float>("weights", [1], 1f)));
}
