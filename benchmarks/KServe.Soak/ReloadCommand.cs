using System.Globalization;
using KServe.Load.Reload;

namespace KServe.Soak;

/// <summary>Changes a model while requests come at a fixed rate, and prints one table.</summary>
internal static class ReloadCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = new ReloadOptions();
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            var value = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
            options = args[i] switch
            {
                "--rate" => options with { Rate = value },
                "--reloads" => options with { Reloads = value },
                "--rollouts" => options with { Rollouts = value },
                "--requests-per-change" => options with { RequestsPerChange = value },
                "--weights" => options with { WeightBytes = value },
                _ => throw new NotSupportedException(
                    $"Unknown option {args[i]}; known: --rate, --reloads, --rollouts, --requests-per-change, "
                    + "--weights."),
            };
        }

        var report = await ReloadRun.RunAsync(options, CancellationToken.None);
        Console.WriteLine(
            "| change | times | protocol | requests | requests/s | failed | out of order | p50 ms | p99 ms | max ms |");
        Console.WriteLine("|---|--:|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var row in report.Rows)
        {
            var order = row.Change == "reload" ? row.OutOfOrder.ToString(CultureInfo.InvariantCulture) : "-";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {row.Change} | {row.Changes} | {row.Protocol} | {row.Requests} | {row.Rate:F0} "
                    + $"| {row.Errors.Count} | {order} | {row.Median:F2} | {row.P99:F1} | {row.Longest:F0} |"));
        }

        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"heap {report.Before.Heap >> 10} KiB before, {report.After.Heap >> 10} KiB after; RSS "
                + $"{report.Before.ResidentSet >> 10} KiB before, {report.After.ResidentSet >> 10} KiB after; "
                + $"revisions in memory: {report.RevisionsLeft}; {report.Gauges}"));
        return Violations.Print(report.Violations);
    }
}
