using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KServe.Graphs;

/// <summary>Holds the instruments of one host's graphs.</summary>
/// <remarks>Requests and their durations are those of the model that a graph is; steps are counted here.</remarks>
internal sealed class GraphMetrics : IDisposable
{
    private static readonly double[] Buckets =
        [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly ActivitySource _activities = new(GraphTelemetry.Name);
    private readonly TimeProvider _time;

    public GraphMetrics(IMeterFactory? factory, TimeProvider time)
    {
        _time = time;
        _meter = factory?.Create(GraphTelemetry.Name) ?? new Meter(GraphTelemetry.Name);
        _duration = _meter.CreateHistogram(
            "kserve.graph.step.duration",
            "s",
            "Time of a call of a step's service, by its status.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets });
    }

    /// <summary>Begins the call of a step.</summary>
    public StepCall Start(string graph, string node, string step)
    {
        var activity = _activities.StartActivity("kserve.graph.step", ActivityKind.Internal);
        activity?
            .SetTag("kserve.graph.name", graph)
            .SetTag("kserve.graph.node", node)
            .SetTag("kserve.graph.step", step);
        return new StepCall(this, activity, _time.GetTimestamp(), (graph, node, step));
    }

    public void Dispose()
    {
        _meter.Dispose();
        _activities.Dispose();
    }

    internal void Record(long start, (string Graph, string Node, string Step) place, int status)
    {
        if (_duration.Enabled)
        {
            TagList tags = default;
            tags.Add("graph_name", place.Graph);
            tags.Add("node", place.Node);
            tags.Add("step", place.Step);
            tags.Add("status", status);
            _duration.Record(_time.GetElapsedTime(start).TotalSeconds, tags);
        }
    }
}
