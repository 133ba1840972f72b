using System.Collections.Concurrent;

namespace KServe.Detectors;

/// <summary>Takes what turned out to be true about earlier predictions.</summary>
/// <remarks>Safe for concurrent use. A singleton in the services of the host, added by <c>AddDetectors()</c>.</remarks>
public sealed class FairnessFeedback
{
    private readonly ConcurrentDictionary<FairnessMonitor, string> _monitors = new();

    internal FairnessFeedback()
    {
    }

    /// <summary>Tells the true labels of the rows of one request.</summary>
    /// <param name="modelName">The model.</param>
    /// <param name="requestId">The request's <c>x-request-id</c>, or else its id.</param>
    /// <param name="labels">One label for each row, in their order.</param>
    /// <returns>
    /// <see langword="false"/> when the request is not among the latest rows of a monitor, or has another number of
    /// them.
    /// </returns>
    public bool Report(string modelName, string requestId, params ReadOnlySpan<double> labels)
    {
        ArgumentNullException.ThrowIfNull(modelName);
        ArgumentNullException.ThrowIfNull(requestId);
        var isKnown = false;
        foreach (var (monitor, name) in _monitors)
        {
            isKnown |= string.Equals(name, modelName, StringComparison.Ordinal)
                && monitor.AddLabels(requestId, labels);
        }

        return isKnown;
    }

    internal void Add(FairnessMonitor monitor, string modelName) => _monitors.TryAdd(monitor, modelName);

    internal void Remove(FairnessMonitor monitor) => _monitors.TryRemove(monitor, out _);
}
