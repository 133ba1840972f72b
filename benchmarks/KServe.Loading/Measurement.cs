using System.Diagnostics;
using System.Globalization;

namespace KServe.Loading;

/// <summary>Measures the loading of one file in fresh processes.</summary>
internal static class Measurement
{
    private const double Megabyte = 1e6;

    public static void PrintHeader() => Console.WriteLine(
        $"{"format",-14}{"file",10}{"unpacked",11}{"read",9}{"wall",9}{"processor",11}{"peak",10}{"peak/size",11}{"heap",10}");

    public static void Print(string format, string path, long unpacked, int rounds)
    {
        var read = TimeReading(path);
        var loads = Enumerable.Range(0, rounds).Select(_ => Load(path)).OrderBy(load => load.Wall).ToArray();
        var best = loads[0];
        var peak = loads.Max(load => load.Peak);
        var file = new FileInfo(path).Length;
        var size = format.EndsWith("zlib", StringComparison.Ordinal) ? unpacked : file;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{format,-14}{file / Megabyte,7:F1} MB{size / Megabyte,8:F1} MB{read.TotalSeconds,7:F2} s{best.Wall,7:F2} s"
            + $"{best.Processor,9:F2} s{peak / Megabyte,7:F0} MB{peak / size,10:F2}x{best.Heap / Megabyte,7:F0} MB"));
    }

    /// <summary>Times the least that any loader must do, which also brings the file into the system's cache.</summary>
    private static TimeSpan TimeReading(string path)
    {
        var buffer = new byte[128 * 1024];
        TimeSpan time = default;
        for (var i = 0; i < 2; i++)
        {
            var clock = Stopwatch.StartNew();
            using var file = File.OpenHandle(path);
            long at = 0;
            while (RandomAccess.Read(file, buffer, at) is > 0 and var count)
            {
                at += count;
            }

            time = clock.Elapsed;
        }

        return time;
    }

    private static (double Wall, double Processor, double Peak, double Heap) Load(string path)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["--load", path])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Path.GetFileName(path)} could not be loaded");
        }

        var numbers = Array.ConvertAll(
            line.Split(' '), static number => double.Parse(number, CultureInfo.InvariantCulture));
        return (numbers[0], numbers[1], numbers[2], numbers[3]);
    }
}
