using System.Xml.Linq;
using KServe.LoadTest.Goals;
using KServe.LoadTest.Reporting;
using KServe.LoadTest.Running;
using KServe.LoadTest.Scenarios;
using KServe.LoadTest.Servers;

namespace KServe.LoadTest.Tests.Reporting;

public sealed class ReportTests
{
    private static readonly ScenarioResult[] Results =
    [
        new ScenarioResult(
            ScenarioNames.Iris,
            [Server(ServerNames.Floor, 50_000), Server(ServerNames.KServe, 30_000), Server(ServerNames.Node, 10_000)],
            [new SkippedServer(ServerNames.FastApi, "no Python")]),
    ];

    private static readonly Report Report = new(["a machine"], ["floor: bare"], Results, GoalCatalog.Evaluate(Results));

    [Fact]
    public void Evaluate_Results_SaysWhichGoalsAreMissed()
    {
        Assert.Equal(
            [(0.6, "MISSED"), (null, "not measured"), (3.0, "met"), (null, "not measured")],
            Report.Outcomes.Select(static outcome => (outcome.Value, outcome.Verdict)));
    }

    [Fact]
    public void Evaluate_DisturbedRound_DoubtsTheVerdict()
    {
        var floor = Server(ServerNames.Floor, 50_000);
        var own = Server(ServerNames.KServe, 45_000);
        var disturbed = own with { Rounds = [own.Rounds[0] with { ForeignShare = 0.3 }] };

        var outcomes = GoalCatalog.Evaluate([new ScenarioResult(ScenarioNames.Binary, [floor, disturbed], [])]);

        Assert.Equal("met (?)", Assert.Single(outcomes).Verdict);
    }

    [Fact]
    public void WriteCsv_Rounds_HasALineForEach()
    {
        var lines = CsvReport.Write(Report).TrimEnd().Split('\n');

        Assert.Equal(4, lines.Length);
        Assert.All(lines, line => Assert.Equal(lines[0].Count(static c => c == ','), line.Count(static c => c == ',')));
        Assert.StartsWith("iris-v1,floor,1,50000.0,", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void WriteMarkdown_Report_HasRowsNotesAndGoals()
    {
        var text = MarkdownReport.Write(Report);

        Assert.Contains("| iris-v1 | kserve | 30,000 | 0.60 |", text, StringComparison.Ordinal);
        Assert.Contains("fastapi not measured: no Python", text, StringComparison.Ordinal);
        Assert.Contains("| ≥ 0.75× | 0.6× | **MISSED** |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void WriteChart_Report_IsWellFormedWithABarPerServer()
    {
        var chart = XDocument.Parse(ChartReport.Write(Report));

        var bars = chart.Descendants().Where(static element =>
            element.Name.LocalName == "rect" && (string?)element.Attribute("class") is "floor" or "kserve" or "peer");
        Assert.Equal(3, bars.Count());
    }

    private static ServerResult Server(string name, double rate) => new(
        ScenarioNames.Iris,
        name,
        [
            new Round
            {
                Rate = rate,
                P50 = 10,
                P99 = 20,
                P999 = 30,
                CpuMicroseconds = 1e6 / rate,
                Collections = [1, 0, 0],
            },
        ]);
}
