using System.Diagnostics.Metrics;

namespace KServe;

/// <summary>Adds up what pipelines have in work when somebody asks.</summary>
/// <remarks>
/// Counting through the meter would cost two lookups for each request. Revisions of one version are added up: while one
/// replaces another, both have requests. Safe for concurrent use.
/// </remarks>
internal sealed class RequestGauges
{
    private readonly Lock _lock = new();
    private readonly List<PipelineTelemetry> _pipelines = [];

    public void Add(PipelineTelemetry pipeline)
    {
        lock (_lock)
        {
            _pipelines.Add(pipeline);
        }
    }

    public void Remove(PipelineTelemetry pipeline)
    {
        lock (_lock)
        {
            _pipelines.Remove(pipeline);
        }
    }

    public IEnumerable<Measurement<long>> Measure(Func<PipelineTelemetry, long> read)
    {
        lock (_lock)
        {
            return
            [
                .. _pipelines.GroupBy(static pipeline => pipeline.Key).Select(revisions => new Measurement<long>(
                    revisions.Sum(read),
                    new KeyValuePair<string, object?>("model_name", revisions.Key.Model),
                    new KeyValuePair<string, object?>("model_version", revisions.Key.Version))),
            ];
        }
    }
}
