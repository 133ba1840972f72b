namespace KServe.Detectors;

/// <summary>Shows the inferences of a model to several detectors.</summary>
internal sealed class ObserverGroup(IReadOnlyList<IInferenceObserver> observers) : IInferenceObserver
{
    /// <summary>Creates one observer of each; none is left behind when a later one fails.</summary>
    /// <exception cref="InferenceException">A detector does not fit the model.</exception>
    public static IInferenceObserver Create(IReadOnlyList<DetectorOptions> options, InferenceObserverContext context)
    {
        List<IInferenceObserver> observers = [];
        try
        {
            foreach (var item in options)
            {
                observers.Add(DetectorObservers.Create(item, context));
            }

            return observers is [var single] ? single : new ObserverGroup(observers);
        }
        catch
        {
            foreach (var observer in observers)
            {
                // Its worker has nothing to do yet and ends by itself.
                _ = observer.DisposeAsync().AsTask();
            }

            throw;
        }
    }

    public object? Begin(InferRequest request)
    {
        for (var i = 0; i < observers.Count; i++)
        {
            observers[i].Begin(request);
        }

        return null;
    }

    public void Respond(object? state, InferRequest request, InferResponse response)
    {
        // Detectors keep nothing between request and response.
        for (var i = 0; i < observers.Count; i++)
        {
            observers[i].Respond(state: null, request, response);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var observer in observers)
        {
            await observer.DisposeAsync();
        }
    }
}
