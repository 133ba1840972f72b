using KServe.LoadTest.Running;
using KServe.LoadTest.Scenarios;
using KServe.LoadTest.Servers;

namespace KServe.LoadTest.Goals;

/// <summary>Lists the goals.</summary>
internal static class GoalCatalog
{
    /// <summary>Makes all goals, in the order of the scenarios.</summary>
    public static IReadOnlyList<Goal> CreateAll() =>
    [
        Rate(ScenarioNames.Iris, 0.75),
        Rate(ScenarioNames.Iris, 5, ServerNames.FastApi),
        Rate(ScenarioNames.Iris, 2.5, ServerNames.Node),
        Rate(ScenarioNames.Iris, 2.5, ServerNames.Node, ServerNames.KServeTransport),
        Rate(ScenarioNames.Json, 0.5),
        Rate(ScenarioNames.Json, 2, ServerNames.FastApi),
        Rate(ScenarioNames.Json, 3.5, ServerNames.Node),
        Rate(ScenarioNames.Binary, 0.8),
        Rate(ScenarioNames.BinaryLarge, 0.8),
        Rate(ScenarioNames.Grpc, 0.8),
        Rate(ScenarioNames.Grpc, 5, ServerNames.Node),
        Rate(ScenarioNames.GrpcLarge, 0.8),
        Tail(ScenarioNames.IrisOpen, ServerNames.KServe),
        Tail(ScenarioNames.IrisOpen, ServerNames.KServeTransport),
        Tail(ScenarioNames.GrpcOpen, ServerNames.KServe),
        Tail(ScenarioNames.GrpcOpen, ServerNames.KServeTransport),
        new Goal
        {
            Scenario = ScenarioNames.IrisSteady,
            Text = "collections of generation 2",
            Measure = static result => result.Find(ServerNames.KServe)?.SumCollections()?[2],
            Limit = 0,
            IsUpper = true,
        },
        Rate(ScenarioNames.Compute, 0.95, ServerNames.OnnxLoop),
        Rate(ScenarioNames.Batching, 8, ServerNames.KServe, ServerNames.KServeBatching),
        new Goal
        {
            Scenario = ScenarioNames.Batching,
            Text = "p99 with batching, less the processor time of a call: the configured delay",
            Measure = static result => FindWait(result),
            Limit = KServeHost.MaxDelay.TotalMicroseconds,
            IsUpper = true,
            Unit = " µs",
        },
        new Goal
        {
            Scenario = ScenarioNames.BatchingSingle,
            Text = "latency that batching adds to a lone request",
            Measure = static result => FindAdded(result),
            Limit = 50,
            IsUpper = true,
            Unit = " µs",
        },
    ];

    /// <summary>Looks up what became of the goals of some results.</summary>
    public static IReadOnlyList<GoalOutcome> Evaluate(IReadOnlyList<ScenarioResult> results)
    {
        var byName = results.ToDictionary(static result => result.Name, StringComparer.Ordinal);
        return
        [
            .. CreateAll()
                .Where(goal => byName.ContainsKey(goal.Scenario))
                .Select(goal => Evaluate(goal, byName[goal.Scenario])),
        ];
    }

    private static GoalOutcome Evaluate(Goal goal, ScenarioResult result) =>
        new(goal, goal.Measure(result), result.Servers.Any(static server => server.IsDisturbed));

    /// <summary>Finds the ratio that a rate is to have to another server's.</summary>
    public static double? FindRate(string scenario, string other) =>
        CreateAll().FirstOrDefault(goal => goal.Scenario == scenario && goal.Other == other)?.Limit;

    private static Goal Rate(
        string scenario,
        double limit,
        string other = ServerNames.Floor,
        string own = ServerNames.KServe) => new()
    {
        Scenario = scenario,
        Text = $"requests/s of {own} to {other}",
        Other = other,
        Measure = result => result.Find(other) is { } others ? result.Find(own)?.RatioTo(others) : null,
        Limit = limit,
        Unit = "×",
    };

    private static Goal Tail(string scenario, string own) => new()
    {
        Scenario = scenario,
        Text = $"p99 to the median of {own}",
        Measure = result => result.Find(own)?.MedianOf(static round => round.P99 / round.P50),
        Limit = 3,
        IsUpper = true,
        Unit = "×",
    };

    private static double? FindWait(ScenarioResult result)
    {
        var without = result.Find(ServerNames.KServe);
        var with = result.Find(ServerNames.KServeBatching);
        return without is null || with is null
            ? null
            : Median.Of(with.Rounds.Zip(without.Rounds, static (own, other) => own.P99 - other.CpuMicroseconds));
    }

    private static double? FindAdded(ScenarioResult result)
    {
        var without = result.Find(ServerNames.KServe);
        var with = result.Find(ServerNames.KServeBatching);
        return without is null || with is null
            ? null
            : Median.Of(with.Rounds.Zip(without.Rounds, static (own, other) => own.P50 - other.P50));
    }
}
