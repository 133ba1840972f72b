using KServe.LoadTest.Running;
using KServe.LoadTest.Scenarios;

namespace KServe.LoadTest.Reporting;

/// <summary>One row of the table: a server in a scenario, as numbers.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Result">The server's result.</param>
/// <param name="Ratio">The ratio of rates to the scenario's baseline; <see langword="null"/> without one.</param>
/// <param name="CpuRatio">The same by processor time per request.</param>
internal sealed record ReportRow(Scenario Scenario, ServerResult Result, double? Ratio, double? CpuRatio)
{
    /// <summary>Gets the median rate.</summary>
    public double Rate => Result.MedianOf(static round => round.Rate);

    /// <summary>Gets whether the client was too busy for the rate to be the server's.</summary>
    public bool IsLowerBound => Result.IsLowerBound(Scenario.Mode == LoadMode.Open);

    /// <summary>Makes the rows of all results.</summary>
    public static IReadOnlyList<ReportRow> CreateAll(IReadOnlyList<ScenarioResult> results) =>
        [.. results.SelectMany(static result => result.Servers.Select(server => Create(result, server)))];

    private static ReportRow Create(ScenarioResult result, ServerResult server)
    {
        var scenario = ScenarioCatalog.Get(result.Name);
        var baseline = result.Find(scenario.Baseline);
        return baseline is null
            ? new ReportRow(scenario, server, null, null)
            : new ReportRow(scenario, server, server.RatioTo(baseline), server.CpuRatioTo(baseline));
    }
}
