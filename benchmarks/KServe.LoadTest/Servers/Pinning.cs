using System.Diagnostics;
using System.Globalization;

namespace KServe.LoadTest.Servers;

/// <summary>Binds processes to cores with the system's <c>taskset</c>.</summary>
internal static class Pinning
{
    /// <summary>The program that pins.</summary>
    public const string Program = "taskset";

    /// <summary>Gets whether processes can be pinned here before they start.</summary>
    /// <remarks>
    /// A runtime reads the count of processors once at its start, so that pinning later would leave it with threads
    /// and heaps for processors that it does not have.
    /// </remarks>
    public static bool IsAvailable { get; } = Find() is not null && Environment.ProcessorCount > 1;

    /// <summary>Pins all threads of this process.</summary>
    public static void PinSelf(params int[] cores)
    {
        if (!IsAvailable)
        {
            return;
        }

        var id = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var list = string.Join(',', cores.Select(static core => core.ToString(CultureInfo.InvariantCulture)));
        var start = new ProcessStartInfo(Program, ["-a", "-p", "-c", list, id])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
    }

    private static string? Find() =>
        OperatingSystem.IsLinux()
            ? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                .Select(static folder => Path.Combine(folder, Program))
                .FirstOrDefault(File.Exists)
            : null;
}
