using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Loading;

/// <summary>Loads one model in a process that has done nothing else, the way that a host does.</summary>
internal static class LoadedProcess
{
    /// <summary>Loads a model and prints what that took: wall and processor seconds, peak and heap in bytes.</summary>
    public static async Task<int> RunAsync(string path)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddKServeCore().AddStorage().AddManagedRuntimes().AddModel("model", path);
        await using var provider = services.BuildServiceProvider();
        var registry = provider.GetRequiredService<ModelRegistry>();

        var before = ReadStatus("VmRSS");
        var processor = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        await registry.LoadAsync("model");
        var wall = clock.Elapsed;
        processor = Environment.CpuUsage.TotalTime - processor;
        var peak = ReadStatus("VmHWM") - before;
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{wall.TotalSeconds} {processor.TotalSeconds} {peak} {heap}"));
        return 0;
    }

    private static long ReadStatus(string name)
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(
            line.AsSpan(name.Length + 1).Trim().TrimEnd(" kB"), NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
