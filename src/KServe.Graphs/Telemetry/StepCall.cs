using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KServe.Graphs;

/// <summary>Follows one call of a step and writes down once how it ended.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct StepCall(
    GraphMetrics metrics,
    Activity? activity,
    long start,
    (string Graph, string Node, string Step) place) : IDisposable
{
    public void End(int status)
    {
        metrics.Record(start, place, status);
        activity?.SetTag("http.response.status_code", status);
        if (status is < 200 or > 299)
        {
            activity?.SetStatus(ActivityStatusCode.Error);
        }
    }

    public void Dispose() => activity?.Dispose();
}
