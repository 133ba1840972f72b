using KServe.LoadTest.Goals;
using KServe.LoadTest.Running;

namespace KServe.LoadTest.Reporting;

/// <summary>All that one run of the harness gave.</summary>
/// <param name="Machine">The machine and the settings, a line each.</param>
/// <param name="Servers">What the servers are, a line each.</param>
/// <param name="Results">The results, by scenario.</param>
/// <param name="Outcomes">What became of the goals.</param>
internal sealed record Report(
    IReadOnlyList<string> Machine,
    IReadOnlyList<string> Servers,
    IReadOnlyList<ScenarioResult> Results,
    IReadOnlyList<GoalOutcome> Outcomes);
