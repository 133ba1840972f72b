using KServe.LoadTest.Client;
using KServe.LoadTest.Scenarios;
using KServe.LoadTest.Servers;

namespace KServe.LoadTest.Running;

/// <summary>Runs one scenario: its servers are up together and measured in turn.</summary>
/// <param name="settings">How long and how often.</param>
/// <param name="report">Is told what happens, in a few words.</param>
internal sealed class ScenarioRunner(RunSettings settings, Action<string> report)
{
    private readonly List<Contender> _contenders = [];
    private readonly List<SkippedServer> _skipped = [];

    /// <summary>Runs a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="servers">The servers to compare.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="LoadException">A server of ours failed; a peer that does is left out.</exception>
    public async Task<ScenarioResult> RunAsync(
        Scenario scenario,
        IReadOnlyList<ServerUnderTest> servers,
        CancellationToken cancellationToken)
    {
        try
        {
            await StartAsync(scenario, servers, cancellationToken);
            foreach (var contender in _contenders)
            {
                report($"{scenario.Name}: warming up {contender.Name}");
                await contender.WarmUpAsync(
                    scenario.Mode == LoadMode.Steady ? settings.SteadyWarmup : settings.Warmup, cancellationToken);
            }

            await MeasureAsync(scenario, cancellationToken);
            return new ScenarioResult(
                scenario.Name,
                [.. _contenders.Select(contender => new ServerResult(scenario.Name, contender.Name, contender.Rounds))],
                _skipped);
        }
        finally
        {
            foreach (var contender in _contenders)
            {
                await contender.DisposeAsync();
            }
        }
    }

    private async Task StartAsync(
        Scenario scenario,
        IReadOnlyList<ServerUnderTest> servers,
        CancellationToken cancellationToken)
    {
        report($"{scenario.Name}: starting {string.Join(", ", servers.Select(static server => server.Name))}");
        var start = new ServerStart(scenario, settings.ServerCore, Sample: null);
        if (servers.Any(static server => server.Name is ServerNames.Floor or ServerNames.Raw))
        {
            var own = ServerCatalog.CreateOwn();
            await using var teacher = await Contender.StartAsync(own, start, connections: 1, cancellationToken);
            start = start with { Sample = teacher.TakeSample() };
        }

        foreach (var server in servers)
        {
            if (server.FindMissing() is { } missing)
            {
                _skipped.Add(new SkippedServer(server.Name, missing));
                continue;
            }

            try
            {
                _contenders.Add(await Contender.StartAsync(server, start, settings.Connections, cancellationToken));
            }
            catch (LoadException exception) when (server is not OwnServer)
            {
                _skipped.Add(new SkippedServer(server.Name, exception.Message));
            }
        }
    }

    private async Task MeasureAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        // A steady run is one long round; the others alternate, so that what changes on the machine meets all alike.
        var isSteady = scenario.Mode == LoadMode.Steady;
        var wanted = isSteady ? 1 : settings.Rounds;
        var spare = isSteady ? 0 : settings.Rounds;
        for (var round = 1; round <= wanted;)
        {
            var measured = await MeasureRoundAsync(
                $"{scenario.Name}: round {round}", isSteady ? settings.Steady : settings.Duration, cancellationToken);
            if (measured.Any(static one => one.ForeignShare > ServerResult.ForeignLimit) && spare-- > 0)
            {
                report($"{scenario.Name}: round {round} again, other programs ran on the server's core");
                continue;
            }

            round++;
            for (var i = 0; i < measured.Count; i++)
            {
                _contenders[i].Rounds.Add(measured[i]);
            }
        }
    }

    private async Task<IReadOnlyList<Round>> MeasureRoundAsync(
        string title,
        TimeSpan duration,
        CancellationToken cancellationToken)
    {
        List<Round> rounds = [];
        foreach (var contender in _contenders)
        {
            report($"{title}, {contender.Name}");
            rounds.Add(await contender.MeasureAsync(duration, cancellationToken));
        }

        return rounds;
    }
}
