using KServe.LoadTest.Goals;
using KServe.LoadTest.Reporting;
using KServe.LoadTest.Running;
using KServe.LoadTest.Scenarios;
using KServe.LoadTest.Servers;
using Spectre.Console;

namespace KServe.LoadTest.Commands;

/// <summary>Runs what was asked for, one scenario after the other.</summary>
internal static class LoadTestSession
{
    /// <summary>Runs all scenarios.</summary>
    public static async Task<Report> RunAsync(LoadTestRequest request, CancellationToken cancellationToken)
    {
        Pinning.PinSelf(request.Settings.ClientCore);

        // Redrawn between measurements alone: a spinner would use the core of the client.
        return await AnsiConsole.Progress().AutoRefresh(false).StartAsync(async progress =>
        {
            var task = progress.AddTask("starting", maxValue: request.Scenarios.Count);
            List<ScenarioResult> results = [];
            foreach (var scenario in request.Scenarios)
            {
                var runner = new ScenarioRunner(request.Settings, text =>
                {
                    task.Description = Markup.Escape(text);
                    progress.Refresh();
                });
                results.Add(await runner.RunAsync(scenario, Select(scenario, request.Servers), cancellationToken));
                task.Increment(1);
            }

            task.Description = "done";
            progress.Refresh();
            return new Report(
                MachineDescription.Create(request.Settings),
                Describe(results),
                results,
                GoalCatalog.Evaluate(results));
        });
    }

    private static List<ServerUnderTest> Select(Scenario scenario, IReadOnlyList<string> names) =>
    [
        .. ServerCatalog.CreateAll().Where(server =>
            (names.Count == 0 || names.Contains(server.Name, StringComparer.Ordinal))
            && (scenario.Mode == LoadMode.Closed || server is OwnServer)
            && server.Supports(scenario)),
    ];

    private static List<string> Describe(List<ScenarioResult> results)
    {
        var measured = results.SelectMany(static result => result.Servers)
            .Select(static server => server.Server)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. ServerCatalog.CreateAll()
                .Where(server => measured.Contains(server.Name))
                .Select(static server => $"{server.Name}: {server.Description}")
                .Distinct(StringComparer.Ordinal),
        ];
    }
}
