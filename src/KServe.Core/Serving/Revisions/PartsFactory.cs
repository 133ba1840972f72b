using Microsoft.Extensions.DependencyInjection;

namespace KServe;

/// <summary>Builds and loads what stands around a predictor, from the inside out.</summary>
internal sealed class PartsFactory(
    IServiceProvider services,
    NamedParts<Transformer> transformers,
    NamedParts<Explainer> explainers)
{
    /// <summary>Creates the parts; each is added to what is disposed when a later one fails.</summary>
    public async Task<PipelineParts> CreateAsync(
        VersionPlan plan,
        Predictor predictor,
        IProgress<double> progress,
        List<IAsyncDisposable> built,
        CancellationToken cancellationToken)
    {
        var signature = predictor.Signature;
        List<Transformer> loaded = [];
        foreach (var create in GetTransformers(plan.Definition).Reverse())
        {
            var transformer = Track(built, create(services));
            var context = plan.ToContext(progress, predictor, transformer: null, signature);
            await transformer.LoadAsync(context, cancellationToken);
            signature = transformer.Signature ?? signature;
            loaded.Insert(0, transformer);
        }

        var whole = plan.ToContext(progress, predictor, TransformerChain.Create(loaded), signature);
        List<PipelineStage> stages = [];
        foreach (var create in plan.Definition.Stages)
        {
            var stage = Track(built, create(services));
            await stage.LoadAsync(whole, cancellationToken);
            stages.Add(stage);
        }

        var explainer = CreateExplainer(plan.Definition);
        if (explainer is not null)
        {
            await Track(built, explainer).LoadAsync(whole, cancellationToken);
        }

        return new PipelineParts
        {
            Predictor = predictor,
            Transformers = loaded,
            Stages = stages,
            Explainer = explainer,
            Signature = signature,
            Observers = CreateObservers(plan, signature, built),
        };
    }

    private IEnumerable<Func<IServiceProvider, Transformer>> GetTransformers(ModelDefinition definition) =>
    [
        .. definition.Options.Transformers.Select(name =>
            (Func<IServiceProvider, Transformer>)(services => transformers.Create(name, services))),
        .. definition.Transformers,
    ];

    private Explainer? CreateExplainer(ModelDefinition definition) => definition.Options.Explainer is { } name
        ? explainers.Create(name, services)
        : definition.ExplainerFactory?.Invoke(services);

    private List<IInferenceObserver> CreateObservers(
        VersionPlan plan,
        ModelSignature signature,
        List<IAsyncDisposable> built)
    {
        var context = new InferenceObserverContext
        {
            Services = services,
            ModelName = plan.Definition.Name,
            ModelVersion = plan.Version,
            Signature = signature,
            ArtifactPath = plan.ArtifactPath,
        };
        List<IInferenceObserver> observers = [];
        foreach (var create in plan.Definition.Observers.Concat(
            services.GetServices<IInferenceObserverFactory>()
                .Select(static factory => (Func<InferenceObserverContext, IInferenceObserver?>)factory.Create)))
        {
            if (create(context) is { } observer)
            {
                observers.Add(Track(built, observer));
            }
        }

        return observers;
    }

    private static T Track<T>(List<IAsyncDisposable> built, T part)
        where T : IAsyncDisposable
    {
        built.Add(part);
        return part;
    }
}
