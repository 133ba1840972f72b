namespace KServe.Detectors;

/// <summary>Puts the detectors of the configuration beside their models.</summary>
internal sealed class ConfiguredDetectorFactory(ConfiguredDetectors detectors) : IInferenceObserverFactory
{
    public IInferenceObserver? Create(InferenceObserverContext context)
    {
        var options = detectors.Find(context.ModelName);
        return options.Count == 0 ? null : ObserverGroup.Create(options, context);
    }
}
