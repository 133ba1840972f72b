namespace KServe;

/// <summary>Says how one model, or one version of it, is built; replaced as a whole, never changed.</summary>
internal sealed class ModelDefinition(string name, ModelOptions options)
{
    public string Name { get; } = name;

    public ModelOptions Options { get; } = options;

    public Func<IServiceProvider, Predictor>? PredictorFactory { get; init; }

    public Func<IServiceProvider, Transformer>? TransformerFactory { get; init; }

    public Func<IServiceProvider, Explainer>? ExplainerFactory { get; init; }

    public IReadOnlyList<Func<InferDelegate, InferDelegate>> Stages { get; init; } = [];

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
