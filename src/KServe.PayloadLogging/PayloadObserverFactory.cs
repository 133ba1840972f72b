namespace KServe.PayloadLogging;

/// <summary>Logs the payloads of models whose configuration asks for it.</summary>
internal sealed class PayloadObserverFactory(PayloadLoggers loggers, PayloadLoggingSections sections)
    : IInferenceObserverFactory
{
    public IInferenceObserver? Create(InferenceObserverContext context) =>
        sections.Find(context.ModelName) is { } options ? new PayloadObserver(loggers, options, context) : null;
}
