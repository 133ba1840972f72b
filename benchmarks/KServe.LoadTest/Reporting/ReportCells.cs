using System.Globalization;
using KServe.LoadTest.Running;
using KServe.LoadTest.Scenarios;

namespace KServe.LoadTest.Reporting;

/// <summary>Writes rows as the cells that the console and the documentation show.</summary>
internal static class ReportCells
{
    private const string None = "–";

    /// <summary>The heads of the columns.</summary>
    public static IReadOnlyList<string> Heads { get; } =
    [
        "scenario", "server", "requests/s", "ratio", "p50 µs", "p99 µs", "p99.9 µs", "CPU µs/request", "by CPU",
        "bytes/request", "RSS MB", "GC 0/1/2", "server core", "client core",
    ];

    /// <summary>Gets how many columns hold text; the others hold numbers.</summary>
    public static int TextColumns => 2;

    /// <summary>Makes the cells of a row.</summary>
    public static IReadOnlyList<string> Create(ReportRow row)
    {
        var result = row.Result;
        var hasLatencies = result.MedianOf(static round => round.P50) > 0;
        string Latency(Func<Round, double> figure) => hasLatencies ? Number(result.MedianOf(figure), "N0") : None;
        return
        [
            row.Scenario.Name,
            result.Server,
            (row.IsLowerBound ? "≥ " : "") + Number(row.Rate, "N0"),
            Ratio(row.Ratio),
            Latency(static round => round.P50),
            Latency(static round => round.P99),
            Latency(static round => round.P999),
            Number(result.MedianOf(static round => round.CpuMicroseconds), "N1"),
            Ratio(row.CpuRatio),
            result.Rounds[0].AllocatedBytes is null
                ? None
                : Number(result.MedianOf(static round => round.AllocatedBytes ?? 0), "N0"),
            Number(result.Rounds[^1].ResidentBytes / 1e6, "N0"),
            result.SumCollections() is { } collections ? string.Join('/', collections) : None,
            Number(100 * result.MedianOf(static round => round.ServerShare), "N0") + " %"
                + (result.IsDisturbed ? " (?)" : ""),
            WriteClientShare(row),
        ];
    }

    // An open loop polls without sleeping: its share says nothing about room to spare.
    private static string WriteClientShare(ReportRow row) => row.Scenario.Mode == LoadMode.Open
        ? "polls"
        : Number(100 * row.Result.MedianOf(static round => round.ClientShare), "N0") + " %"
            + (row.IsLowerBound ? " (!)" : "");

    private static string Ratio(double? ratio) => ratio is { } value ? Number(value, "0.00") : None;

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
