using System.Globalization;
using KServe.Runtime.Pmml;
using KServe.Runtime.Pmml.Mining;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Tests.Pmml.Mining;

/// <summary>Trees in the tree engine and interpreted trees give the same results, missing values included.</summary>
public sealed class ForestTests
{
    private static readonly string[] Strategies =
        ["none", "defaultChild", "lastPrediction", "nullPrediction"];

    [Theory]
    [InlineData("regression", "sum", "double")]
    [InlineData("regression", "average", "double")]
    [InlineData("regression", "weightedSum", "double")]
    [InlineData("regression", "weightedAverage", "float")]
    [InlineData("classification", "average", "double")]
    [InlineData("classification", "weightedAverage", "double")]
    [InlineData("classification", "majorityVote", "float")]
    [InlineData("classification", "weightedMajorityVote", "double")]
    public void Compute_RandomForests_AgreeWithTheInterpreter(string function, string method, string type)
    {
        var random = new Random(method.Length * 31 + function.Length);
        for (var round = 0; round < 12; round++)
        {
            var model = PmmlDocument.Load(CreateForest(random, function, method, type, isFloat: false));
            AssertAgreement(model, CreateRows(random, 60), 1e-12);
        }
    }

    [Fact]
    public void Compute_SinglePrecisionForest_SumsAsTheInterpreterDoes()
    {
        var random = new Random(7);
        for (var round = 0; round < 12; round++)
        {
            var model = PmmlDocument.Load(CreateForest(random, "regression", "sum", "float", isFloat: true));
            AssertAgreement(model, CreateRows(random, 60), 0);
        }
    }

    [Fact]
    public void Load_TreesTheEngineCannotHold_AreInterpreted()
    {
        var model = PmmlDocument.Load(CreateForest(new Random(1), "regression", "median", "double", isFloat: false));
        Assert.Null(((MiningModel)model.Model).Forest);
    }

    private static void AssertAgreement(PmmlModel model, Table table, double tolerance)
    {
        var mining = (MiningModel)model.Model;
        Assert.NotNull(mining.Forest);
        var fast = ComputeAll(model, table);
        mining.Interpret();
        var plain = ComputeAll(model, table);
        Assert.Contains(plain[^1], static value => !double.IsNaN(value));
        for (var output = 0; output < plain.Length; output++)
        {
            for (var row = 0; row < plain[output].Length; row++)
            {
                var (x, y) = (fast[output][row], plain[output][row]);
                Assert.True(x.Equals(y) || Math.Abs(x - y) <= tolerance * Math.Max(1, Math.Abs(y)), $"{x:R} and {y:R}");
            }
        }
    }

    private static double[][] ComputeAll(PmmlModel model, Table table)
    {
        var outputs = model.Outputs.Where(static output => output.DataType == TensorDataType.FP64).ToArray();
        return [.. outputs.Select(output => PmmlDocument.Numbers(model, table, output.Name))];
    }

    private static Table CreateRows(Random random, int count) => Table.FromColumns(
        count,
        [.. Enumerable.Range(0, 3).Select(index => new TableColumn(
            $"x{index}",
            [.. Enumerable.Range(0, count).Select(_ => random.Next(6) == 0 ? double.NaN : random.Next(-6, 7) / 2.0)]))]);

    private static string CreateForest(Random random, string function, string method, string type, bool isFloat)
    {
        var segments = string.Concat(Enumerable.Range(0, 8).Select(_ => $"""
            <Segment weight="{random.Next(1, 5)}"><True/>
              <TreeModel functionName="{function}"
                missingValueStrategy="{Strategies[random.Next(4)]}" {MathContext(isFloat)}
                noTrueChildStrategy="{(random.Next(2) == 0 ? "returnLastPrediction" : "returnNullPrediction")}">
              {PmmlDocument.Schema("y", "x0", "x1", "x2")}{CreateNode(random, function, "<True/>", 4)}</TreeModel>
                </Segment>
            """));
        var target = function == "regression" ? "y:double" : "y:string:a|b|c";
        return PmmlDocument.Wrap($"""
            {PmmlDocument.Dictionary($"x0:{type}", $"x1:{type}", $"x2:{type}", target)}
            <MiningModel functionName="{function}" {MathContext(isFloat)}>{PmmlDocument.Schema("y", "x0", "x1", "x2")}
              <Segmentation multipleModelMethod="{method}" missingPredictionTreatment="skipSegment">{segments}
                </Segmentation></MiningModel>
            """);
    }

    private static string MathContext(bool isFloat) => isFloat ? "x-mathContext=\"float\"" : "";

    private static string CreateNode(Random random, string function, string predicate, int depth)
    {
        var id = random.Next().ToString(CultureInfo.InvariantCulture);
        var score = function == "regression"
            ? (random.NextDouble() * 10 - 5).ToString("R", CultureInfo.InvariantCulture)
            : new[] { "a", "b", "c" }[random.Next(3)];
        var distribution = function == "regression" || random.Next(3) == 0
            ? ""
            : $"""<ScoreDistribution value="a" recordCount="{random.Next(1, 9)}"/><ScoreDistribution value="c" recordCount="{random.Next(9)}"/>""";
        if (depth == 0 || random.Next(5) == 0)
        {
            return $"""<Node id="{id}" score="{score}">{predicate}{distribution}</Node>""";
        }

        var (first, second) = CreatePredicates(random);
        var left = CreateNode(random, function, first, depth - 1);
        var right = CreateNode(random, function, second, depth - 1);
        var chosen = random.Next(2) == 0 ? left : right;
        var defaultChild = chosen[10..chosen.IndexOf('"', 10)];
        return $"""<Node id="{id}" score="{score}" defaultChild="{defaultChild}">{predicate}{distribution}{left}{right}</Node>""";
    }

    /// <summary>Makes the predicates of two children: complements, the rest, or with a gap between them.</summary>
    private static (string First, string Second) CreatePredicates(Random random)
    {
        var field = $"x{random.Next(3)}";
        var value = random.Next(-5, 6) / 2.0;
        var (first, second) = random.Next(6) switch
        {
            0 => ("lessOrEqual", "greaterThan"),
            1 => ("lessThan", "greaterOrEqual"),
            2 => ("greaterThan", "lessOrEqual"),
            3 => ("equal", "notEqual"),
            4 => ("lessThan", "greaterThan"),
            _ => ("greaterOrEqual", ""),
        };
        return (Create(first), second.Length == 0 ? "<True/>" : Create(second));

        string Create(string operation) =>
            $"""<SimplePredicate field="{field}" operator="{operation}" value="{value.ToString(CultureInfo.InvariantCulture)}"/>""";
    }
}
