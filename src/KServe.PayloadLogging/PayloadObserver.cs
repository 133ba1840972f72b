namespace KServe.PayloadLogging;

/// <summary>Hands the inferences of one revision to the log of its model.</summary>
internal sealed class PayloadObserver(
    PayloadLoggers loggers,
    PayloadLoggingOptions options,
    InferenceObserverContext context) : IInferenceObserver
{
    private readonly PayloadRecorder _recorder = loggers.Acquire(context.ModelName, options).Recorder;
    private readonly bool _isStream = context.Signature.IsDecoupled;

    public object? Begin(InferRequest request) => _recorder.Begin(request);

    public void Respond(object? state, InferRequest request, InferResponse response)
    {
        if (state is PayloadOrigin origin)
        {
            _recorder.Respond(origin, response, _isStream);
        }
    }

    public ValueTask DisposeAsync() => loggers.ReleaseAsync(context.ModelName, options);
}
