using Spectre.Console;

namespace KServe.LoadTest.Reporting;

/// <summary>Prints a report to the terminal.</summary>
internal static class ConsoleReport
{
    /// <summary>Prints everything.</summary>
    public static void Print(IAnsiConsole console, Report report)
    {
        foreach (var line in (string[])[.. report.Machine, .. report.Servers])
        {
            console.WriteLine(line);
        }

        console.Write(CreateTable(report));
        foreach (var note in ReportNotes.Create(report))
        {
            console.WriteLine(note);
        }

        console.Write(CreateGoals(report));
    }

    private static Table CreateTable(Report report)
    {
        var table = new Table().Border(TableBorder.Simple);
        for (var i = 0; i < ReportCells.Heads.Count; i++)
        {
            var column = new TableColumn(Markup.Escape(ReportCells.Heads[i])).NoWrap();
            table.AddColumn(i < ReportCells.TextColumns ? column : column.RightAligned());
        }

        var previous = "";
        foreach (var row in ReportRow.CreateAll(report.Results))
        {
            var cells = ReportCells.Create(row).Select(Markup.Escape).ToArray();
            cells[0] = row.Scenario.Name == previous ? "" : cells[0];
            previous = row.Scenario.Name;
            table.AddRow(cells);
        }

        return table;
    }

    private static Table CreateGoals(Report report)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("scenario", "goal", "wanted", "measured", "");
        foreach (var outcome in report.Outcomes)
        {
            table.AddRow(
                Markup.Escape(outcome.Goal.Scenario),
                Markup.Escape(outcome.Goal.Text),
                outcome.Wanted,
                outcome.Value is { } value ? outcome.Goal.Format(value) : "",
                outcome.IsMissed ? $"[red]{outcome.Verdict}[/]" : outcome.Verdict);
        }

        return table;
    }
}
