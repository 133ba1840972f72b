using System.Globalization;
using KServe.LoadTest.Goals;
using KServe.LoadTest.Scenarios;
using KServe.LoadTest.Servers;

namespace KServe.LoadTest.Reporting;

/// <summary>Draws the rates of all closed loops as bars, each scenario on the scale of its baseline.</summary>
/// <remarks>The picture has its own background and follows the reader's light or dark scheme.</remarks>
internal static class ChartReport
{
    private const string Title = "Requests per second on one core";
    private const string Explanation =
        "Bars of a group share a scale; × is the ratio to its baseline, the red line our goal.";

    private const int Width = 880;
    private const int Margin = 24;
    private const int Left = 150;
    private const double BarSpace = 560;
    private const int BarHeight = 16;
    private const int BarStep = 21;
    private const int GroupHead = 34;
    private const int Top = 76;
    private const double TextDrop = 12.5;
    private const double ValueSpace = 120;

    private const string Style = """
        <style>
        text { font-family: system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 12.5px; fill: #1f2328 }
        .back { fill: #ffffff } .title { font-size: 17px; font-weight: 600 } .group { font-weight: 600 }
        .soft { fill: #59636e } .end { text-anchor: end } .floor { fill: #afb8c1 } .kserve { fill: #0969da }
        .peer { fill: #d4a72c } .goal { stroke: #cf222e; stroke-width: 2 } .line { stroke: #d1d9e0 }
        @media (prefers-color-scheme: dark) {
        text { fill: #f0f6fc } .back { fill: #0d1117 } .soft { fill: #9198a1 }
        .floor { fill: #656c76 } .kserve { fill: #4493f8 } .peer { fill: #bb8009 }
        .goal { stroke: #f85149 } .line { stroke: #3d444d } }
        </style>

        """;

    /// <summary>Writes the SVG.</summary>
    public static string Write(Report report)
    {
        var groups = ReportRow.CreateAll(report.Results)
            .Where(static row => row.Scenario.Mode == LoadMode.Closed && row.Ratio is not null)
            .GroupBy(static row => row.Scenario.Name, StringComparer.Ordinal)
            .Select(static group => group.ToArray());
        var canvas = new SvgCanvas();
        canvas.Text("title", (Margin, 34), Title);
        canvas.Text("soft", (Margin, 54), Explanation);
        var y = Top;
        foreach (var group in groups)
        {
            y = AppendGroup(canvas, group, y);
        }

        var height = y + 14;
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" viewBox="0 0 {Width} {height}">
            <title>{Title}</title>
            {Style}<rect class="back" width="{Width}" height="{height}" rx="8"/>
            {canvas}</svg>

            """;
    }

    private static int AppendGroup(SvgCanvas canvas, ReportRow[] rows, int y)
    {
        var scale = BarSpace / rows.Max(static row => row.Rate);
        canvas.Line("line", (Margin, y), (Width - Margin, y));
        canvas.Text("group", (Margin, y + 22), rows[0].Scenario.Title);
        var top = y + GroupHead;
        for (var i = 0; i < rows.Length; i++)
        {
            var bar = top + (i * BarStep);
            canvas.Text("end", (Left - 8, bar + TextDrop), rows[i].Result.Server);
            canvas.Box(GetKind(rows[i]), (Left, bar), Math.Max(1, scale * rows[i].Rate), BarHeight, radius: 2);
        }

        // The goal against the baseline is a line through the bar of the server that it is for.
        var own = Array.FindLastIndex(rows, static row => GetKind(row) == "kserve");
        var goal = FindGoal(rows, scale);
        if (goal is { } x && own >= 0)
        {
            canvas.Line("goal", (x, top + (own * BarStep) - 2), (x, top + (own * BarStep) + BarHeight + 2));
        }

        for (var i = 0; i < rows.Length; i++)
        {
            AppendValue(canvas, rows[i], (Left + (scale * rows[i].Rate), top + (i * BarStep)), i == own ? goal : null);
        }

        return top + (rows.Length * BarStep) + 10;
    }

    private static string GetKind(ReportRow row) => row.Result.Server switch
    {
        ServerNames.Floor => "floor",
        ServerNames.KServe or ServerNames.KServeBatching or ServerNames.KServeTransport => "kserve",
        _ => "peer",
    };

    private static double? FindGoal(ReportRow[] rows, double scale)
    {
        var scenario = rows[0].Scenario;
        var baseline = rows.FirstOrDefault(row => row.Result.Server == scenario.Baseline);
        return baseline is null || GoalCatalog.FindRate(scenario.Name, scenario.Baseline) is not { } goal
            ? null
            : Left + Math.Min(scale * goal * baseline.Rate, Width - Left - Margin);
    }

    private static void AppendValue(SvgCanvas canvas, ReportRow row, (double X, double Y) end, double? goal)
    {
        // A line that would cross the number stands before it.
        var isCrossed = goal is { } line && line > end.X - 4 && line < end.X + ValueSpace;
        var x = isCrossed ? goal!.Value : end.X;
        var value = string.Create(CultureInfo.InvariantCulture, $"{row.Rate:N0} ({row.Ratio:0.00}×)");
        canvas.Text("soft", (x + 8, end.Y + TextDrop), value);
    }
}
