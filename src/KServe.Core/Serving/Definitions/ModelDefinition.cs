namespace KServe;

/// <summary>Says how one model, or one version of it, is built; replaced as a whole, never changed.</summary>
internal sealed record ModelDefinition(string Name, ModelOptions Options)
{
    public Func<IServiceProvider, Predictor>? PredictorFactory { get; init; }

    /// <summary>Gets the transformers from code, the outermost first.</summary>
    public IReadOnlyList<Func<IServiceProvider, Transformer>> Transformers { get; init; } = [];

    /// <summary>Gets the names among them that must be registered.</summary>
    public IReadOnlyList<string> TransformerNames { get; init; } = [];

    public Func<IServiceProvider, Explainer>? ExplainerFactory { get; init; }

    public IReadOnlyList<Func<IServiceProvider, PipelineStage>> Stages { get; init; } = [];

    public IReadOnlyList<Func<InferenceObserverContext, IInferenceObserver?>> Observers { get; init; } = [];

    /// <summary>Gets what is served beside it, for a share of the requests.</summary>
    public IReadOnlyList<TrackDefinition> Canaries { get; init; } = [];

    /// <summary>Gets what names the transformers from code, in their order.</summary>
    public IReadOnlyList<string> TransformerLabels { get; init; } = [];

    /// <summary>Gets what names the explainer from code.</summary>
    public string? ExplainerLabel { get; init; }

    /// <summary>Gets what parts say of themselves.</summary>
    public IReadOnlyList<object> Features { get; init; } = [];

    /// <summary>Gets the version when neither options nor folders name one.</summary>
    public string? DefaultVersion { get; init; }

    /// <summary>Enumerates what was defined in code and in configuration.</summary>
    public static IEnumerable<ModelDefinition> All(KServeOptions options)
    {
        foreach (var definition in options.Definitions)
        {
            yield return definition;
        }

        foreach (var (name, model) in options.Models)
        {
            yield return FromOptions(name, model);
        }
    }

    /// <summary>Makes a definition of options alone.</summary>
    public static ModelDefinition FromOptions(string name, ModelOptions options) => new(name, options)
    {
        Canaries =
        [
            .. options.Canaries.Select(canary => new TrackDefinition(
                canary.Key, canary.Value, FromOptions(name, canary.Value.Model))),
        ],
    };

    /// <summary>Says what of it others may know.</summary>
    public ModelDescription Describe() => new(Name, Options)
    {
        Transformers = [.. Options.Transformers, .. TransformerLabels],
        Explainer = Options.Explainer ?? ExplainerLabel,
        Features = Features,
    };
}
