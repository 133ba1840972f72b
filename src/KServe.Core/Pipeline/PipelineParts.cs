namespace KServe;

/// <summary>The loaded parts that a pipeline is made of.</summary>
internal readonly record struct PipelineParts(Predictor Predictor, Transformer? Transformer, Explainer? Explainer)
{
    /// <summary>Gets what watches requests and responses.</summary>
    public IReadOnlyList<IInferenceObserver> Observers { get; init; } = [];
}
