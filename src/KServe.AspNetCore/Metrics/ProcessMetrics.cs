using System.Diagnostics;
using System.Globalization;

namespace KServe.AspNetCore;

/// <summary>Writes the few facts about the process that cost nothing to know.</summary>
internal sealed class ProcessMetrics
{
    private readonly double _started;

    public ProcessMetrics()
    {
        using var process = Process.GetCurrentProcess();
        _started = (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
    }

    public void Write(PrometheusText text)
    {
        text.Write("process_start_time_seconds", "Start of the process since 1970.", MetricKind.Gauge, _started);
        text.Write(
            "process_cpu_seconds_total",
            "Processor time of the process.",
            MetricKind.Counter,
            OperatingSystem.IsBrowser() ? 0 : Environment.CpuUsage.TotalTime.TotalSeconds);
        text.Write(
            "process_resident_memory_bytes", "Memory of the process.", MetricKind.Gauge, Environment.WorkingSet);
        text.Write(
            "dotnet_gc_heap_size_bytes",
            "Managed memory.",
            MetricKind.Gauge,
            GC.GetTotalMemory(forceFullCollection: false));
        text.Write(
            "dotnet_gc_allocated_bytes_total",
            "Managed memory allocated so far.",
            MetricKind.Counter,
            GC.GetTotalAllocatedBytes());
        text.WriteHead("dotnet_gc_collections_total", "Garbage collections.", MetricKind.Counter);
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            text.WriteSample(
                "dotnet_gc_collections_total",
                string.Create(CultureInfo.InvariantCulture, $"generation=\"{generation}\""),
                GC.CollectionCount(generation));
        }
    }
}
