using System.Runtime.InteropServices;
using KServe.LoadTest.Running;
using KServe.LoadTest.Servers;

namespace KServe.LoadTest.Reporting;

/// <summary>Says on what the figures were taken.</summary>
internal static class MachineDescription
{
    /// <summary>Makes one line each for the processor, the system and the cores.</summary>
    public static IReadOnlyList<string> Create(RunSettings settings) =>
    [
        $"{FindProcessor()}, {Environment.ProcessorCount} cores",
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}",
        Pinning.IsAvailable
            ? $"servers pinned to core {settings.ServerCore}, the client to core {settings.ClientCore}"
            : "NOT PINNED: no taskset or one core alone, so that servers may use any core, also the client's",
        $"{settings.Rounds} rounds of {settings.Duration.TotalSeconds:0.#} s per server, in turn, "
            + $"after {settings.Warmup.TotalSeconds:0.#} s of warm-up; figures are medians over the rounds",
    ];

    private static string FindProcessor()
    {
        const string Processors = "/proc/cpuinfo";
        var lines = File.Exists(Processors) ? File.ReadLines(Processors) : [];
        var line = lines.FirstOrDefault(static text => text.StartsWith("model name", StringComparison.Ordinal));
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
