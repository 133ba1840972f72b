namespace KServe;

/// <summary>Says how one model, or one version of it, is built; replaced as a whole, never changed.</summary>
internal sealed class ModelDefinition(string name, ModelOptions options)
{
    public string Name { get; } = name;

    public ModelOptions Options { get; } = options;

    public Func<IServiceProvider, Predictor>? PredictorFactory { get; init; }

    /// <summary>Gets the transformers from code, the outermost first.</summary>
    public IReadOnlyList<Func<IServiceProvider, Transformer>> Transformers { get; init; } = [];

    /// <summary>Gets the names among them that must be registered.</summary>
    public IReadOnlyList<string> TransformerNames { get; init; } = [];

    public Func<IServiceProvider, Explainer>? ExplainerFactory { get; init; }

    public IReadOnlyList<Func<IServiceProvider, PipelineStage>> Stages { get; init; } = [];

    public IReadOnlyList<Func<InferenceObserverContext, IInferenceObserver?>> Observers { get; init; } = [];

    /// <summary>Enumerates what was defined in code and in configuration.</summary>
    public static IEnumerable<ModelDefinition> All(KServeOptions options)
    {
        foreach (var definition in options.Definitions)
        {
            yield return definition;
        }

        foreach (var (name, model) in options.Models)
        {
            yield return new ModelDefinition(name, model);
        }
    }
}
