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
            : "NOT PINNED: this system has no taskset or one core, so servers may use any core and share it with the client",
        $"{settings.Rounds} rounds of {settings.Duration.TotalSeconds:0.#} s per server, in turn, "
            + $"after {settings.Warmup.TotalSeconds:0.#} s of warm-up; figures are medians over the rounds",
    ];

    private static string FindProcessor()
    {
        const string File = "/proc/cpuinfo";
        var line = System.IO.File.Exists(File)
            ? System.IO.File.ReadLines(File).FirstOrDefault(static text => text.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
