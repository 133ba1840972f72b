using System.CommandLine;
using KServe.LoadTest.Running;
using KServe.LoadTest.Scenarios;
using KServe.LoadTest.Servers;

namespace KServe.LoadTest.Commands;

/// <summary>The options of the command line.</summary>
internal sealed class LoadTestOptions
{
    private readonly Option<string[]> _scenarios = Many("--scenario", "Scenarios to run, by name; all when left out");
    private readonly Option<string[]> _servers = Many("--server", "Servers to run, by name; all when left out");
    private readonly Option<int?> _rounds = Number("--rounds", "Rounds per server; 5 when left out");
    private readonly Option<double?> _duration = Seconds("--duration", "Seconds of one round; 3 when left out");
    private readonly Option<double?> _warmup = Seconds("--warmup", "Seconds of warm-up per server; 10 when left out");
    private readonly Option<int?> _connections = Number("--connections", "Connections instead of the scenario's own");
    private readonly Option<bool> _quick = new("--quick") { Description = "Short rounds, for a first look" };

    public LoadTestOptions()
    {
        _scenarios.AcceptOnlyFromAmong([.. ScenarioCatalog.All.Select(static scenario => scenario.Name)]);
        _servers.AcceptOnlyFromAmong(
            [.. ServerCatalog.CreateAll().Select(static server => server.Name).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Gets the folder that results are written to.</summary>
    public Option<string> Out { get; } = new("--out")
    {
        Description = "Folder for results.csv, results.json and chart.svg",
        DefaultValueFactory = static _ => Path.Combine("artifacts", "loadtest"),
    };

    /// <summary>Gets whether scenarios, servers and goals are listed instead of run.</summary>
    public Option<bool> List { get; } = new("--list") { Description = "Lists scenarios, servers and what is missing" };

    /// <summary>Gets whether a missed goal is a failure.</summary>
    public Option<bool> Check { get; } = new("--check") { Description = "Ends with 1 when a goal is missed" };

    /// <summary>Gets whether the documentation gets the figures.</summary>
    public Option<bool> UpdateDocs { get; } = new("--update-docs")
    {
        Description = "Writes table, chart and data into docs/performance",
    };

    /// <summary>Adds all options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])
            [_scenarios, _servers, _rounds, _duration, _warmup, _connections, Out, _quick, List, Check, UpdateDocs])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Reads what to run.</summary>
    public LoadTestRequest Read(ParseResult line)
    {
        var names = line.GetValue(_scenarios) ?? [];
        var settings = line.GetValue(_quick) ? RunSettings.Quick : new RunSettings();
        settings = settings with
        {
            Rounds = line.GetValue(_rounds) ?? settings.Rounds,
            Duration = line.GetValue(_duration) is { } duration ? TimeSpan.FromSeconds(duration) : settings.Duration,
            Warmup = line.GetValue(_warmup) is { } warmup ? TimeSpan.FromSeconds(warmup) : settings.Warmup,
            Connections = line.GetValue(_connections),
        };
        return new LoadTestRequest(
            [
                .. ScenarioCatalog.All
                    .Where(scenario => names.Length == 0 || names.Contains(scenario.Name, StringComparer.Ordinal)),
            ],
            line.GetValue(_servers) ?? [],
            settings);
    }

    private static Option<string[]> Many(string name, string description) => new(name)
    {
        Description = description,
        AllowMultipleArgumentsPerToken = true,
    };

    private static Option<int?> Number(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > 1000)
            {
                result.AddError($"{name} takes a number from 1 to 1000");
            }
        });
        return option;
    }

    private static Option<double?> Seconds(string name, string description)
    {
        var option = new Option<double?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is not (null or (>= 0.1 and <= 3600)))
            {
                result.AddError($"{name} takes seconds from 0.1 to 3600");
            }
        });
        return option;
    }
}
