using System.Globalization;
using System.Text;
using KServe.LoadTest.Goals;
using KServe.LoadTest.Scenarios;
using KServe.LoadTest.Servers;

namespace KServe.LoadTest.Reporting;

/// <summary>Draws the rates of all closed loops as bars, each scenario on the scale of its baseline.</summary>
/// <remarks>The picture has its own background and follows the reader's light or dark scheme.</remarks>
internal static class ChartReport
{
    private const int Width = 880;
    private const int Left = 150;
    private const int BarSpace = 560;
    private const int BarHeight = 16;
    private const int BarStep = 21;
    private const int GroupHead = 34;
    private const int Top = 76;
    private const double TextDrop = 12.5;

    private const string Style = """
        <style>
        text { font-family: system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 12.5px; fill: #1f2328 }
        .back { fill: #ffffff } .title { font-size: 17px; font-weight: 600 } .group { font-weight: 600 }
        .soft { fill: #59636e } .value { paint-order: stroke; stroke: #ffffff; stroke-width: 4px } .end { text-anchor: end } .floor { fill: #afb8c1 } .kserve { fill: #0969da }
        .peer { fill: #d4a72c } .goal { stroke: #cf222e; stroke-width: 2 } .line { stroke: #d1d9e0 }
        @media (prefers-color-scheme: dark) {
        text { fill: #f0f6fc } .back { fill: #0d1117 } .soft { fill: #9198a1 } .value { stroke: #0d1117 } .floor { fill: #656c76 }
        .kserve { fill: #4493f8 } .peer { fill: #bb8009 } .goal { stroke: #f85149 } .line { stroke: #3d444d } }
        </style>

        """;

    /// <summary>Writes the SVG.</summary>
    public static string Write(Report report)
    {
        var groups = ReportRow.CreateAll(report.Results)
            .Where(static row => row.Scenario.Mode == LoadMode.Closed && row.Ratio is not null)
            .GroupBy(static row => row.Scenario.Name, StringComparer.Ordinal)
            .Select(static group => group.ToArray())
            .ToArray();
        var body = new StringBuilder();
        var y = Top;
        foreach (var group in groups)
        {
            y = AppendGroup(body, group, y);
        }

        var height = y + 14;
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" viewBox="0 0 {Width} {height}" role="img">
            <title>Requests per second on one core</title>
            {Style}<rect class="back" width="{Width}" height="{height}" rx="8"/>
            <text class="title" x="24" y="34">Requests per second on one core</text>
            <text class="soft" x="24" y="54">Bars of a group share a scale; × is the ratio to its baseline, the red line our goal.</text>
            {body}</svg>

            """;
    }

    private static int AppendGroup(StringBuilder body, ReportRow[] rows, int y)
    {
        var largest = rows.Max(static row => row.Rate);
        body.Append(CultureInfo.InvariantCulture, $"""<line class="line" x1="24" x2="{Width - 24}" y1="{y}" y2="{y}"/>""")
            .Append(CultureInfo.InvariantCulture, $"""<text class="group" x="24" y="{y + 22}">{Escape(rows[0].Scenario.Title)}</text>""")
            .Append('\n');
        var top = y + GroupHead;
        for (var i = 0; i < rows.Length; i++)
        {
            AppendBar(body, rows[i], top + (i * BarStep), BarSpace * rows[i].Rate / largest);
        }

        AppendGoal(body, rows, top, largest);
        for (var i = 0; i < rows.Length; i++)
        {
            AppendValue(body, rows[i], top + (i * BarStep), BarSpace * rows[i].Rate / largest);
        }

        return top + (rows.Length * BarStep) + 10;
    }

    private static void AppendBar(StringBuilder body, ReportRow row, int y, double length)
    {
        var kind = row.Result.Server switch
        {
            ServerNames.Floor => "floor",
            ServerNames.KServe or ServerNames.KServeBatching => "kserve",
            _ => "peer",
        };
        body.Append(CultureInfo.InvariantCulture, $"""<text class="end" x="{Left - 8}" y="{y + TextDrop}">{row.Result.Server}</text>""")
            .Append(CultureInfo.InvariantCulture, $"""<rect class="{kind}" x="{Left}" y="{y}" width="{Math.Max(1, length):F1}" height="{BarHeight}" rx="2"/>""")
            .Append('\n');
    }

    // Behind the goal's line, so that no line crosses a number.
    private static void AppendValue(StringBuilder body, ReportRow row, int y, double length)
    {
        body.Append(CultureInfo.InvariantCulture, $"""<text class="soft value" x="{Left + length + 8:F1}" y="{y + TextDrop}">""")
            .Append(CultureInfo.InvariantCulture, $"{row.Rate:N0} ({row.Ratio:0.00}×)</text>\n");
    }

    private static void AppendGoal(StringBuilder body, ReportRow[] rows, int top, double largest)
    {
        // The goal against the baseline, drawn through the bar of the server that it is for.
        var scenario = rows[0].Scenario;
        var goal = GoalCatalog.FindRate(scenario.Name, scenario.Baseline);
        var baseline = rows.FirstOrDefault(row => row.Result.Server == scenario.Baseline);
        var own = Array.FindLastIndex(rows, static row => row.Result.Server is ServerNames.KServe or ServerNames.KServeBatching);
        if (goal is null || baseline is null || own < 0 || goal * baseline.Rate > largest * 1.2)
        {
            return;
        }

        var x = Left + (BarSpace * goal.Value * baseline.Rate / largest);
        var y = top + (own * BarStep);
        body.Append(CultureInfo.InvariantCulture, $"""<line class="goal" x1="{x:F1}" x2="{x:F1}" y1="{y - 2}" y2="{y + BarHeight + 2}"/>""")
            .Append('\n');
    }

    private static string Escape(string text) => System.Security.SecurityElement.Escape(text);
}
