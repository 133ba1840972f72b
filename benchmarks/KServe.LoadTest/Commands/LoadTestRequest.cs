using KServe.LoadTest.Running;
using KServe.LoadTest.Scenarios;

namespace KServe.LoadTest.Commands;

/// <summary>What a command line asked for.</summary>
/// <param name="Scenarios">The scenarios to run.</param>
/// <param name="Servers">The names of the servers to run; empty for all.</param>
/// <param name="Settings">How long and how often.</param>
internal sealed record LoadTestRequest(
    IReadOnlyList<Scenario> Scenarios,
    IReadOnlyList<string> Servers,
    RunSettings Settings);
