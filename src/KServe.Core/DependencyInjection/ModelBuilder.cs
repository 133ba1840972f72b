using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace KServe;

/// <summary>Configures one model: its options and the parts of its pipeline.</summary>
public sealed class ModelBuilder
{
    private readonly List<Func<IServiceProvider, PipelineStage>> _stages = [];
    private readonly List<Func<IServiceProvider, Transformer>> _transformers = [];
    private readonly List<string> _transformerNames = [];
    private readonly List<string> _transformerLabels = [];
    private readonly List<object> _features = [];
    private readonly Dictionary<string, ModelBuilder> _canaries = new(StringComparer.Ordinal);
    private Func<IServiceProvider, Predictor>? _predictor;
    private readonly List<Func<InferenceObserverContext, IInferenceObserver?>> _observers = [];
    private Func<IServiceProvider, Explainer>? _explainer;
    private string? _explainerLabel;

    internal ModelBuilder(ModelOptions? options = null) => Options = options ?? new ModelOptions();

    /// <summary>Gets the options of the model.</summary>
    public ModelOptions Options { get; }

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

    /// <summary>Puts a transformer around the predictor; the first added is the outermost.</summary>
    /// <typeparam name="TTransformer">The transformer, built by dependency injection for every revision.</typeparam>
    /// <returns>This builder.</returns>
    public ModelBuilder UseTransformer<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TTransformer>()
        where TTransformer : Transformer =>
        UseTransformer(
            static services => ActivatorUtilities.CreateInstance<TTransformer>(services), typeof(TTransformer).Name);

    /// <summary>Puts a transformer that a function builds around the predictor.</summary>
    /// <param name="factory">Called for every revision.</param>
    /// <returns>This builder.</returns>
    public ModelBuilder UseTransformer(Func<IServiceProvider, Transformer> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return UseTransformer(factory, "transformer");
    }

    /// <summary>Puts a transformer that was registered by name around the predictor.</summary>
    /// <param name="name">The name given to <c>AddTransformer</c>, in any case.</param>
    /// <returns>This builder.</returns>
    public ModelBuilder UseTransformer(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _transformerNames.Add(name);
        return UseTransformer(
            services => services.GetRequiredService<NamedParts<Transformer>>().Create(name, services), name);
    }

    /// <summary>Puts an explainer beside the predictor.</summary>
    /// <typeparam name="TExplainer">The explainer, built by dependency injection for every revision.</typeparam>
    /// <returns>This builder.</returns>
    public ModelBuilder UseExplainer<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TExplainer>()
        where TExplainer : Explainer
    {
        _explainer = static services => ActivatorUtilities.CreateInstance<TExplainer>(services);
        _explainerLabel = typeof(TExplainer).Name;
        return this;
    }

    /// <summary>Puts an explainer that a function builds beside the predictor.</summary>
    /// <param name="factory">Called for every revision.</param>
    /// <returns>This builder.</returns>
    public ModelBuilder UseExplainer(Func<IServiceProvider, Explainer> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _explainer = factory;
        _explainerLabel = "explainer";
        return this;
    }

    /// <summary>Puts an explainer that was registered by name beside the predictor.</summary>
    /// <param name="name">The name given to <c>AddExplainer</c>, in any case.</param>
    /// <returns>This builder.</returns>
    public ModelBuilder UseExplainer(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _explainer = services => services.GetRequiredService<NamedParts<Explainer>>().Create(name, services);
        _explainerLabel = name;
        return this;
    }

    /// <summary>Serves another definition beside the model, for a share of its requests.</summary>
    /// <param name="track">A name for it: 1 to 64 letters, digits, dots, hyphens and underscores.</param>
    /// <param name="configure">Says where it lies or who predicts, and sets its options and parts.</param>
    /// <param name="traffic">Sets the share, and how it changes; none when left out.</param>
    /// <returns>This builder.</returns>
    public ModelBuilder UseCanary(
        string track,
        Action<ModelBuilder> configure,
        Action<CanaryOptions>? traffic = null)
    {
        ArgumentNullException.ThrowIfNull(track);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new CanaryOptions();
        var canary = new ModelBuilder(options.Model);
        configure(canary);
        traffic?.Invoke(options);
        Options.Canaries[track] = options;
        _canaries[track] = canary;
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

    /// <summary>Wraps a stage around transformers and predictor; the first added is the outermost.</summary>
    /// <param name="stage">
    /// Takes the rest of the pipeline and returns what replaces it. Requests to decoupled models go past it: a class
    /// sees those too.
    /// </param>
    /// <returns>This builder.</returns>
    public ModelBuilder Use(Func<InferDelegate, InferDelegate> stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var part = new DelegateStage(stage);
        _stages.Add(_ => part);
        return this;
    }

    /// <summary>Wraps a stage around transformers and predictor; the first added is the outermost.</summary>
    /// <typeparam name="TStage">The stage, built by dependency injection for every revision.</typeparam>
    /// <returns>This builder.</returns>
    public ModelBuilder Use<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStage>()
        where TStage : PipelineStage =>
        Use(static services => ActivatorUtilities.CreateInstance<TStage>(services));

    /// <summary>Wraps a stage that a function builds around transformers and predictor.</summary>
    /// <param name="factory">Called for every revision.</param>
    /// <returns>This builder.</returns>
    public ModelBuilder Use(Func<IServiceProvider, PipelineStage> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _stages.Add(factory);
        return this;
    }

    /// <summary>Puts an observer beside the pipeline, which sees every request and response.</summary>
    /// <param name="factory">Called for every revision; it may return none.</param>
    /// <returns>This builder.</returns>
    public ModelBuilder Observe(Func<InferenceObserverContext, IInferenceObserver?> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _observers.Add(factory);
        return this;
    }

    /// <summary>Notes what a part of the model says of itself, for whoever describes the model.</summary>
    /// <remarks>For packages that add parts; see <see cref="ModelDescription.Features"/>.</remarks>
    /// <param name="feature">The options of the part; not changed afterwards.</param>
    /// <returns>This builder.</returns>
    public ModelBuilder Describe(object feature)
    {
        ArgumentNullException.ThrowIfNull(feature);
        _features.Add(feature);
        return this;
    }

    internal ModelDefinition Build(string name) => new(name, Options)
    {
        PredictorFactory = _predictor,
        Transformers = [.. _transformers],
        TransformerNames = [.. _transformerNames],
        ExplainerFactory = _explainer,
        Stages = [.. _stages],
        Canaries = [.. Options.Canaries.Select(canary => BuildCanary(name, canary.Key, canary.Value))],
        Observers = [.. _observers],
        TransformerLabels = [.. _transformerLabels],
        ExplainerLabel = _explainerLabel,
        Features = [.. _features],
    };

    private ModelBuilder UseTransformer(Func<IServiceProvider, Transformer> factory, string label)
    {
        _transformers.Add(factory);
        _transformerLabels.Add(label);
        return this;
    }

    private TrackDefinition BuildCanary(string name, string track, CanaryOptions options) => new(
        track,
        options,
        _canaries.TryGetValue(track, out var parts) && ReferenceEquals(parts.Options, options.Model)
            ? parts.Build(name)
            : ModelDefinition.FromOptions(name, options.Model));
}
