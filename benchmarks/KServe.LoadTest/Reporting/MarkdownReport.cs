using System.Text;

namespace KServe.LoadTest.Reporting;

/// <summary>Writes a report as the Markdown between the marks of the documentation.</summary>
internal static class MarkdownReport
{
    /// <summary>Writes machine, servers, table, notes and goals.</summary>
    public static string Write(Report report)
    {
        var text = new StringBuilder();
        AppendList(text, [.. report.Machine, .. report.Servers]);
        AppendTable(
            text,
            ReportCells.Heads,
            ReportCells.TextColumns,
            ReportRow.CreateAll(report.Results).Select(ReportCells.Create));
        AppendList(text, ReportNotes.Create(report));
        AppendTable(
            text,
            ["scenario", "goal", "wanted", "measured", ""],
            textColumns: 2,
            report.Outcomes.Select(static outcome => (IReadOnlyList<string>)
            [
                outcome.Goal.Scenario,
                outcome.Goal.Text,
                outcome.Wanted,
                outcome.Value is { } value ? outcome.Goal.Format(value) : "",
                outcome.IsMissed ? $"**{outcome.Verdict}**" : outcome.Verdict,
            ]));
        return text.ToString().TrimEnd() + "\n";
    }

    private static void AppendList(StringBuilder text, IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
        {
            text.Append("- ").Append(line).Append('\n');
        }

        text.Append(lines.Count > 0 ? "\n" : "");
    }

    private static void AppendTable(
        StringBuilder text,
        IReadOnlyList<string> heads,
        int textColumns,
        IEnumerable<IReadOnlyList<string>> rows)
    {
        AppendRow(text, heads);
        AppendRow(text, heads.Select((_, i) => i < textColumns ? "---" : "---:"));
        foreach (var row in rows)
        {
            AppendRow(text, row);
        }

        text.Append('\n');
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
