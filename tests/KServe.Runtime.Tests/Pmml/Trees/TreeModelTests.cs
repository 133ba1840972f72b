using KServe.Runtime.Pmml;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Tests.Pmml.Trees;

/// <summary>The golf tree of the specification's chapter on trees, under every strategy for missing values.</summary>
public sealed class TreeModelTests
{
    private static readonly string Nodes = """
        <Node id="1" score="will play" recordCount="100" defaultChild="2"><True/>
          <ScoreDistribution value="will play" recordCount="60" confidence="0.6"/>
          <ScoreDistribution value="may play" recordCount="30" confidence="0.3"/>
          <ScoreDistribution value="no play" recordCount="10" confidence="0.1"/>
          <Node id="2" score="will play" recordCount="50" defaultChild="3">
            <SimplePredicate field="outlook" operator="equal" value="sunny"/>
            <ScoreDistribution value="will play" recordCount="40" confidence="0.8"/>
            <ScoreDistribution value="may play" recordCount="2" confidence="0.04"/>
            <ScoreDistribution value="no play" recordCount="8" confidence="0.16"/>
            <Node id="3" score="will play" recordCount="40">
              <CompoundPredicate booleanOperator="surrogate">
                <SimplePredicate field="temperature" operator="greaterOrEqual" value="50"/>
                <SimplePredicate field="humidity" operator="lessThan" value="80"/>
              </CompoundPredicate>
              <ScoreDistribution value="will play" recordCount="36" confidence="0.9"/>
              <ScoreDistribution value="may play" recordCount="2" confidence="0.05"/>
              <ScoreDistribution value="no play" recordCount="2" confidence="0.05"/>
            </Node>
            <Node id="4" score="no play" recordCount="10">
              <CompoundPredicate booleanOperator="surrogate">
                <SimplePredicate field="temperature" operator="lessThan" value="50"/>
                <SimplePredicate field="humidity" operator="greaterOrEqual" value="80"/>
              </CompoundPredicate>
              <ScoreDistribution value="will play" recordCount="4" confidence="0.4"/>
              <ScoreDistribution value="may play" recordCount="0" confidence="0"/>
              <ScoreDistribution value="no play" recordCount="6" confidence="0.6"/>
            </Node>
          </Node>
          <Node id="5" score="may play" recordCount="50">
            <SimplePredicate field="outlook" operator="notEqual" value="sunny"/>
            <ScoreDistribution value="will play" recordCount="20" confidence="0.4"/>
            <ScoreDistribution value="may play" recordCount="28" confidence="0.56"/>
            <ScoreDistribution value="no play" recordCount="2" confidence="0.04"/>
          </Node>
        </Node>
        """;

    [Theory]
    [InlineData("none", "sunny", 45.0, 60.0, "no play", "4", 0.6)]
    [InlineData("none", "sunny", null, 60.0, "will play", "3", 0.72)]
    [InlineData("none", "rain", 45.0, 60.0, "may play", "5", 0.56)]
    [InlineData("none", null, 45.0, 60.0, "", "", double.NaN)]
    [InlineData("defaultChild", null, 40.0, 70.0, "no play", "4", 0.48)]
    [InlineData("defaultChild", null, null, null, "will play", "3", 0.576)]
    [InlineData("lastPrediction", "sunny", null, null, "will play", "2", 0.8)]
    [InlineData("nullPrediction", "sunny", null, null, "", "", double.NaN)]
    public void Compute_Strategy_PredictsTheNode(
        string strategy,
        string? outlook,
        double? temperature,
        double? humidity,
        string expected,
        string node,
        double confidence)
    {
        var model = Load(strategy);
        var table = CreateTable(outlook, temperature, humidity);
        Assert.Equal([expected], PmmlDocument.Texts(model, table, "decision"));
        Assert.Equal([node], PmmlDocument.Texts(model, table, "node"));
        Assert.Equal(confidence, PmmlDocument.Numbers(model, table, "confidence")[0], 12);
    }

    [Fact]
    public void Compute_WeightedConfidence_SumsTheChildrenByTheirWeight()
    {
        var model = Load("weightedConfidence");
        var table = CreateTable("sunny", null, null);

        // 40 of 50 rows went to node 3, 10 to node 4: 0.8 * 0.9 + 0.2 * 0.4.
        Assert.Equal(["will play"], PmmlDocument.Texts(model, table, "decision"));
        Assert.Equal(0.8, PmmlDocument.Numbers(model, table, "confidence")[0], 12);
    }

    [Fact]
    public void Compute_AggregateNodes_SumsTheCountsOfAllPossibleLeaves()
    {
        var model = Load("aggregateNodes");
        var table = CreateTable(null, 45, 90);

        // Leaves 4 and 5: 4 + 20, 0 + 28 and 6 + 2 of 60 rows.
        Assert.Equal(["may play"], PmmlDocument.Texts(model, table, "decision"));
        Assert.Equal(28 / 60.0, PmmlDocument.Numbers(model, table, "p(may)")[0], 12);
        Assert.Equal(24 / 60.0, PmmlDocument.Numbers(model, table, "p(will)")[0], 12);
    }

    [Theory]
    [InlineData("returnNullPrediction", double.NaN)]
    [InlineData("returnLastPrediction", 7.0)]
    public void Compute_NoTrueChild_FollowsItsStrategy(string strategy, double expected)
    {
        var model = PmmlDocument.Load(PmmlDocument.Wrap($"""
            {PmmlDocument.Dictionary("x:double", "y:double")}
            <TreeModel functionName="regression" noTrueChildStrategy="{strategy}">{PmmlDocument.Schema("y", "x")}
              <Node score="7"><True/><Node score="1"><SimplePredicate field="x" operator="lessThan" value="0"/>
                </Node></Node>
            </TreeModel>
            """));
        Assert.Equal([expected], PmmlDocument.Numbers(model, PmmlDocument.Row(model, 5.0)));
        Assert.Equal([1], PmmlDocument.Numbers(model, PmmlDocument.Row(model, -5.0)));
    }

    private static Table CreateTable(string? outlook, double? temperature, double? humidity) => Table.FromColumns(
        1,
        new TableColumn("outlook", [outlook]),
        new TableColumn("temperature", [temperature ?? double.NaN]),
        new TableColumn("humidity", [humidity ?? double.NaN]));

    private static PmmlModel Load(string strategy) => PmmlDocument.Load(PmmlDocument.Wrap($"""
        {PmmlDocument.Dictionary("temperature:double", "humidity:double", "outlook:string:sunny|rain", "play:string")}
        <TreeModel functionName="classification" missingValueStrategy="{strategy}" missingValuePenalty="0.8">
          {PmmlDocument.Schema("play", "outlook", "temperature", "humidity")}
          <Output>
            <OutputField name="decision" dataType="string" feature="predictedValue"/>
            <OutputField name="node" dataType="string" feature="entityId"/>
            <OutputField name="confidence" dataType="double" feature="confidence"/>
            <OutputField name="p(may)" dataType="double" feature="probability" value="may play"/>
            <OutputField name="p(will)" dataType="double" feature="probability" value="will play"/>
          </Output>
          {Nodes}
        </TreeModel>
        """));
}
