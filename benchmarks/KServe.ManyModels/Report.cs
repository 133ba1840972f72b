using System.Diagnostics;

namespace KServe.ManyModels;

/// <summary>What a run measured, and what of it is not as it should be.</summary>
internal sealed class Report(RunOptions options)
{
    private const double HitGoal = 0.97;
    private const double LatencyGoal = 1.10;

    public required long Requests { get; init; }

    public required double Seconds { get; init; }

    public required long Loads { get; init; }

    public required long IdealHits { get; init; }

    public required long Budget { get; init; }

    public required long MaxResident { get; init; }

    public required long MaxModel { get; init; }

    public required long LeftOver { get; init; }

    public required double BytesPerModel { get; init; }

    public required IReadOnlyList<Client> Clients { get; init; }

    /// <summary>Prints all figures.</summary>
    /// <returns>What is not as it should be.</returns>
    public IReadOnlyList<string> Print()
    {
        var hits = Sort(static client => client.Hits);
        var misses = Sort(static client => client.Misses);
        var single = Sort(static client => client.Single);
        string[] errors = [.. Clients.SelectMany(static client => client.Errors)];
        var hitRate = 1 - ((double)Loads / Requests);
        var ideal = (double)IdealHits / Requests;
        var ratios = PairedRatio.Compute(
            Clients.SelectMany(static client => client.Hits), Clients.SelectMany(static client => client.Single));
        var ratio = Percentile(ratios, 0.5);
        Print("models", $"{options.Models:N0} registered, {BytesPerModel:N0} bytes each; Zipf {options.Exponent}");
        Print("requests", $"{Requests:N0} in {Seconds:N0} s at concurrency {options.Concurrency}");
        Print("errors", $"{errors.Length:N0}");
        Print("resident bytes", $"{MaxResident:N0} at most, {100.0 * MaxResident / Budget:0.00} % of {Budget:N0}");
        Print("hit rate", $"{100 * hitRate:0.00} %, {100 * hitRate / ideal:0.0} % of ideal LRU's {100 * ideal:0.00} %");
        Print("loads", $"{Loads:N0}; requests that waited: {misses.Length:N0} measured");
        PrintDurations("hits", hits);
        PrintDurations("misses", misses);
        PrintDurations("single model", single);
        Print(
            "p50 hits/single",
            $"{ratio:0.000} in the median second of {ratios.Length}, {Percentile(ratios, 0.1):0.000} to "
                + $"{Percentile(ratios, 0.9):0.000} in 8 of 10; {Percentile(hits, 0.5) / Percentile(single, 0.5):0.000} "
                + "over all");
        foreach (var error in errors.Take(5))
        {
            Print("error", error);
        }

        List<string> missed = [];
        Require(missed, errors.Length == 0, $"{errors.Length} errors");
        Require(missed, MaxResident <= Budget + MaxModel, "more bytes than the budget and one model");
        Require(missed, LeftOver == 0, $"{LeftOver} bytes left after the end");
        Require(missed, hitRate >= HitGoal * ideal, "hit rate below 97 % of ideal LRU");
        Require(missed, ratio <= LatencyGoal, "p50 of hits more than 10 % above a single model's in the median second");
        return missed;
    }

    private static void Require(List<string> missed, bool isMet, string text)
    {
        if (!isMet)
        {
            missed.Add(text);
        }
    }

    private static void Print(string name, string text) => Console.WriteLine($"{name,-18}{text}");

    private static void PrintDurations(string name, double[] sorted) => Print(
        name,
        $"p50 {Percentile(sorted, 0.5):N0} us, p90 {Percentile(sorted, 0.9):N0} us, "
            + $"p99 {Percentile(sorted, 0.99):N0} us ({sorted.Length:N0})");

    private static double Percentile(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[(int)(share * (sorted.Length - 1))];

    private double[] Sort(Func<Client, List<Sample>> select)
    {
        double[] all =
        [
            .. Clients.SelectMany(select).Select(static sample => sample.Ticks * 1_000_000.0 / Stopwatch.Frequency),
        ];
        Array.Sort(all);
        return all;
    }
}
