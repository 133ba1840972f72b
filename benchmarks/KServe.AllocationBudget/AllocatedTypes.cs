using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace KServe.AllocationBudget;

/// <summary>Samples which types are allocated: the runtime names one about every 100 KB.</summary>
internal sealed class AllocatedTypes : EventListener
{
    private const int GcKeyword = 1;
    private readonly ConcurrentDictionary<string, long> _bytes = new(StringComparer.Ordinal);

    /// <summary>Gives the types with the most bytes since the last call, as one line.</summary>
    public string TakeTop(int count)
    {
        var total = Math.Max(1, _bytes.Values.Sum());
        var top = _bytes.OrderByDescending(static item => item.Value).Take(count)
            .Select(item => $"{100 * item.Value / total}% {item.Key}");
        var line = string.Join("; ", top);
        _bytes.Clear();
        return line;
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
        {
            EnableEvents(eventSource, EventLevel.Verbose, (EventKeywords)GcKeyword);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) == true)
        {
            var amount = Convert.ToInt64(eventData.Payload![3]);
            _bytes.AddOrUpdate((string)eventData.Payload[5]!, amount, (_, sum) => sum + amount);
        }
    }
}
