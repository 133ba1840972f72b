using System.CommandLine;
using KServe.LoadTest.Client;
using KServe.LoadTest.Goals;
using KServe.LoadTest.Reporting;
using KServe.LoadTest.Scenarios;
using KServe.LoadTest.Servers;
using Spectre.Console;

namespace KServe.LoadTest.Commands;

/// <summary>The command line of the harness.</summary>
internal static class LoadTestCommand
{
    /// <summary>Makes the command.</summary>
    public static RootCommand Create()
    {
        var options = new LoadTestOptions();
        var command = new RootCommand("Measures this project beside a bare endpoint and other servers, one core each.");
        options.AddTo(command);
        command.Subcommands.Add(DriveCommand.Create());
        command.Subcommands.Add(PausesCommand.Create());
        command.SetAction((line, cancellationToken) => RunAsync(line, options, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult line,
        LoadTestOptions options,
        CancellationToken cancellationToken)
    {
        if (line.GetValue(options.List))
        {
            List();
            return 0;
        }

        Report report;
        try
        {
            report = await LoadTestSession.RunAsync(options.Read(line), cancellationToken);
        }
        catch (LoadException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 2;
        }

        // A table that is cut off at 80 columns is of no use to a log file.
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 190);
        ConsoleReport.Print(AnsiConsole.Console, report);
        await ResultFiles.WriteAsync(report, line.GetValue(options.Out)!, cancellationToken);
        if (line.GetValue(options.UpdateDocs))
        {
            await DocsUpdater.UpdateAsync(report, Environment.CurrentDirectory, cancellationToken);
        }

        return line.GetValue(options.Check) && report.Outcomes.Any(static outcome => outcome.IsMissed) ? 1 : 0;
    }

    private static void List()
    {
        foreach (var scenario in ScenarioCatalog.All)
        {
            Console.WriteLine($"scenario  {scenario.Name,-16} {scenario.Title}");
        }

        foreach (var server in ServerCatalog.CreateAll())
        {
            var state = server.FindMissing() is { } missing ? $"cannot run here: {missing}" : server.Description;
            Console.WriteLine($"server    {server.Name,-16} {state}");
        }

        foreach (var goal in GoalCatalog.CreateAll())
        {
            Console.WriteLine($"goal      {goal.Scenario,-16} {goal.Text}: {new GoalOutcome(goal, null).Wanted}");
        }
    }
}
