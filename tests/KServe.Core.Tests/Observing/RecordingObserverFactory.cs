namespace KServe.Core.Tests.Observing;

internal sealed class RecordingObserverFactory(IInferenceObserver? observer) : IInferenceObserverFactory
{
    public InferenceObserverContext? Context { get; private set; }

    public IInferenceObserver? Create(InferenceObserverContext context)
    {
        Context = context;
        return observer;
    }
}
