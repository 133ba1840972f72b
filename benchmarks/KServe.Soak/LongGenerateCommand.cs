using System.Globalization;
using KServe.Load.Generation;

namespace KServe.Soak;

/// <summary>Keeps a mix of requests to language models running, and says each minute what the process uses.</summary>
internal static class LongGenerateCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = new LongSoakOptions();
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            options = args[i] switch
            {
                "--minutes" => options with { Samples = Number(args[i + 1]) },
                "--model" => options with { Folder = args[i + 1] },
                "--concurrency" => options with { Concurrency = Number(args[i + 1]) },
                "--rate" => options with { Rate = Number(args[i + 1]) },
                "--seed" => options with { Seed = Number(args[i + 1]) },
                _ => throw new NotSupportedException(
                    $"Unknown option {args[i]}; known: --minutes, --model, --concurrency, --rate, --seed."),
            };
        }

        Console.WriteLine(
            "| minute | answered | refused of them | prefix hits | given up | RSS KiB | heap KiB | threads | handles "
            + "| in use |");
        Console.WriteLine("|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|");
        var report = await LongSoakRun.RunAsync(options, Print, CancellationToken.None);
        Console.WriteLine();
        Console.WriteLine(string.Join(", ", report.Kinds.OrderBy(static kind => kind.Key, StringComparer.Ordinal)
            .Select(static kind => $"{kind.Key} {kind.Value}")));
        PrintTrend(SoakTrend.SkipWarmUp(report.Samples));
        return Violations.Print(report.Violations);
    }

    private static void Print(LongSoakSample sample) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {sample.Number} | {sample.Answered} | {sample.Refused} | {sample.PrefixHits} | {sample.Cancelled} "
            + $"| {sample.ResidentSet >> 10} | {sample.Heap >> 10} | {sample.Threads} | {sample.Handles} "
            + $"| {(sample.InUse.Length == 0 ? "nothing" : sample.InUse)} |"));

    private static void PrintTrend(IReadOnlyList<LongSoakSample> counted) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"growth each minute over the last {counted.Count}: RSS "
            + $"{SoakTrend.Slope(counted, static sample => sample.ResidentSet) / 1024:F1} KiB, heap "
            + $"{SoakTrend.Slope(counted, static sample => sample.Heap) / 1024:F1} KiB, threads "
            + $"{SoakTrend.Slope(counted, static sample => sample.Threads):F3}, handles "
            + $"{SoakTrend.Slope(counted, static sample => sample.Handles):F3}"));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
