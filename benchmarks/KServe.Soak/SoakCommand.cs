using System.Globalization;
using KServe.Load.Soak;

namespace KServe.Soak;

/// <summary>Sends a mix of all protocols for long, and says what is left of it.</summary>
internal static class SoakCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = new SoakOptions();
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            var value = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
            options = args[i] switch
            {
                "--requests" => options with { Requests = value },
                "--concurrency" => options with { Concurrency = value },
                "--seed" => options with { Seed = value },
                _ => throw new NotSupportedException(
                    $"Unknown option {args[i]}; known: --requests, --concurrency, --seed, or the command reload."),
            };
        }

        var report = await SoakRun.RunAsync(options, CancellationToken.None);
        foreach (var (protocol, count) in report.Requests.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"{protocol,-22}{count,14:N0}");
        }

        Console.WriteLine($"{"requests",-22}{report.Requests.Values.Sum(),14:N0}");
        Console.WriteLine($"{"errors",-22}{report.Errors,14:N0}");
        Console.WriteLine($"{"cancels",-22}{report.Cancels,14:N0}");
        Console.WriteLine($"{"requests/s",-22}{report.Rate,14:N0}");
        Console.WriteLine($"{"heap before (KiB)",-22}{report.Before.Heap / 1024,14:N0}");
        Console.WriteLine($"{"heap after (KiB)",-22}{report.After.Heap / 1024,14:N0}");
        Console.WriteLine($"{"RSS before (KiB)",-22}{report.Before.ResidentSet / 1024,14:N0}");
        Console.WriteLine($"{"RSS after (KiB)",-22}{report.After.ResidentSet / 1024,14:N0}");
        Console.WriteLine($"in use at the end     {report.Gauges}");
        return Violations.Print(report.Violations);
    }
}
