using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace KServe;

/// <summary>Configures one model: its options and the parts of its pipeline.</summary>
public sealed class ModelBuilder
{
    private readonly List<Func<InferDelegate, InferDelegate>> _stages = [];
    private Func<IServiceProvider, Predictor>? _predictor;
    private Func<IServiceProvider, Transformer>? _transformer;
    private Func<IServiceProvider, Explainer>? _explainer;

    internal ModelBuilder()
    {
    }

    /// <summary>Gets the options of the model.</summary>
    public ModelOptions Options { get; } = new();

    /// <summary>Answers by a predictor from code instead of a model file.</summary>
    /// <typeparam name="TPredictor">The predictor, built by dependency injection for every revision.</typeparam>
    /// <returns>This builder.</returns>
    public ModelBuilder UsePredictor<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPredictor>()
        where TPredictor : Predictor =>
        UsePredictor(static services => ActivatorUtilities.CreateInstance<TPredictor>(services));

    /// <summary>Answers by a predictor that a function builds, instead of a model file.</summary>
    /// <param name="factory">Called for every revision.</param>
    /// <returns>This builder.</returns>
    public ModelBuilder UsePredictor(Func<IServiceProvider, Predictor> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _predictor = factory;
        return this;
    }

    /// <summary>Puts a transformer around the predictor.</summary>
    /// <typeparam name="TTransformer">The transformer, built by dependency injection for every revision.</typeparam>
    /// <returns>This builder.</returns>
    public ModelBuilder UseTransformer<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TTransformer>()
        where TTransformer : Transformer
    {
        _transformer = static services => ActivatorUtilities.CreateInstance<TTransformer>(services);
        return this;
    }

    /// <summary>Puts an explainer beside the predictor.</summary>
    /// <typeparam name="TExplainer">The explainer, built by dependency injection for every revision.</typeparam>
    /// <returns>This builder.</returns>
    public ModelBuilder UseExplainer<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TExplainer>()
        where TExplainer : Explainer
    {
        _explainer = static services => ActivatorUtilities.CreateInstance<TExplainer>(services);
        return this;
    }

    /// <summary>Puts an explainer that a function builds beside the predictor.</summary>
    /// <param name="factory">Called for every revision.</param>
    /// <returns>This builder.</returns>
    public ModelBuilder UseExplainer(Func<IServiceProvider, Explainer> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _explainer = factory;
        return this;
    }

    /// <summary>Runs requests together, in batches.</summary>
    /// <param name="configure">Changes how batches are formed.</param>
    /// <returns>This builder.</returns>
    public ModelBuilder UseBatching(Action<BatchingOptions>? configure = null)
    {
        Options.Batching ??= new BatchingOptions();
        configure?.Invoke(Options.Batching);
        return this;
    }

    /// <summary>Wraps a stage around transformer and predictor; the first added is the outermost.</summary>
    /// <param name="stage">Takes the rest of the pipeline and returns what replaces it.</param>
    /// <returns>This builder.</returns>
    public ModelBuilder Use(Func<InferDelegate, InferDelegate> stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        _stages.Add(stage);
        return this;
    }

    internal ModelDefinition Build(string name) => new(name, Options)
    {
        PredictorFactory = _predictor,
        TransformerFactory = _transformer,
        ExplainerFactory = _explainer,
        Stages = [.. _stages],
    };
}
