using Microsoft.Extensions.Logging;

namespace KServe;

/// <summary>Shows the inferences of one pipeline to its observers.</summary>
internal sealed class InferenceObservers(
    IReadOnlyList<IInferenceObserver> observers,
    string modelName,
    string version,
    ILogger logger)
{
    private readonly IInferenceObserver[] _observers = [.. observers];
    private int _failed;

    /// <summary>Shows a request; the result belongs to <see cref="Respond"/>.</summary>
    public object?[]? Begin(InferRequest request)
    {
        if (_observers.Length == 0)
        {
            return null;
        }

        var states = new object?[_observers.Length];
        for (var i = 0; i < states.Length; i++)
        {
            try
            {
                states[i] = _observers[i].Begin(request);
            }
            catch (Exception error)
            {
                Failed(error);
            }
        }

        return states;
    }

    public void Respond(object?[]? states, InferRequest request, InferResponse response)
    {
        for (var i = 0; i < (states?.Length ?? 0); i++)
        {
            try
            {
                _observers[i].Respond(states![i], request, response);
            }
            catch (Exception error)
            {
                Failed(error);
            }
        }
    }

    // Once: an observer that fails always must not fill the log.
    private void Failed(Exception error)
    {
        if (Interlocked.Exchange(ref _failed, 1) == 0)
        {
            PipelineLog.ObserverFailed(logger, error, modelName, version);
        }
    }
}
