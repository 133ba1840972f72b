using KServe.Runtime.Tabular;
using System.Globalization;
using KServe.Runtime.Pmml;

namespace KServe.Runtime.Tests.Pmml.Predicates;

/// <summary>The three-valued logic of predicates.</summary>
public sealed class PredicateTests
{
    private static readonly string[] Operators =
        ["equal", "notEqual", "lessThan", "lessOrEqual", "greaterThan", "greaterOrEqual"];

    [Theory]
    [InlineData("isMissing", null, true)]
    [InlineData("isMissing", 1.0, false)]
    [InlineData("isNotMissing", null, false)]
    [InlineData("equal", 3.0, true)]
    [InlineData("notEqual", 3.0, false)]
    [InlineData("lessThan", 3.0, false)]
    [InlineData("lessOrEqual", 3.0, true)]
    [InlineData("greaterThan", 3.5, true)]
    [InlineData("greaterOrEqual", 2.5, false)]
    [InlineData("equal", null, null)]
    [InlineData("greaterOrEqual", null, null)]
    public void Simple_Value_HasItsTruth(string operation, double? x, bool? expected) =>
        Assert.Equal(expected, Evaluate($"""<SimplePredicate field="x" operator="{operation}" value="3"/>""", x, null));

    [Theory]
    [InlineData("isIn", "a", true)]
    [InlineData("isIn", "with space", true)]
    [InlineData("isIn", "z", false)]
    [InlineData("isNotIn", "z", true)]
    [InlineData("isNotIn", null, null)]
    public void SimpleSet_Value_HasItsTruth(string operation, string? c, bool? expected) => Assert.Equal(
        expected,
        Evaluate(
            $"""
            <SimpleSetPredicate field="c" booleanOperator="{operation}">
              <Array n="3" type="string">a "with space" b</Array></SimpleSetPredicate>
            """,
            null,
            c));

    [Theory]
    [InlineData("low", true)]
    [InlineData("middle", true)]
    [InlineData("high", false)]
    public void Simple_OrdinalField_ComparesInTheOrderOfTheDocument(string value, bool expected)
    {
        var model = Load(
            """
            <DataField name="o" optype="ordinal" dataType="string">
              <Value value="low"/><Value value="middle"/><Value value="high"/></DataField>
            """,
            """<MiningField name="o"/>""",
            """<SimplePredicate field="o" operator="lessThan" value="high"/>""");
        Assert.Equal(expected ? "t" : "u", PmmlDocument.Texts(model, PmmlDocument.Row(model, value))[0]);
    }

    /// <summary>
    /// Random trees of predicates agree with Kleene's tables, worked out apart from the implementation.
    /// </summary>
    [Fact]
    public void Compound_RandomPredicates_FollowKleenesTables()
    {
        var random = new Random(20_240_607);
        for (var round = 0; round < 300; round++)
        {
            double? x = random.Next(3) == 0 ? null : random.Next(5);
            double? z = random.Next(3) == 0 ? null : random.Next(5);
            var (xml, expected) = Create(random, x, z, depth: 3);
            Assert.Equal(expected, Evaluate(xml, x, null, z));
        }
    }

    private static (string Xml, bool? Truth) Create(Random random, double? x, double? z, int depth)
    {
        if (depth == 0 || random.Next(4) == 0)
        {
            return CreateLeaf(random, x, z);
        }

        var join = new[] { "and", "or", "xor", "surrogate" }[random.Next(4)];
        var parts = Enumerable.Range(0, random.Next(2, 4)).Select(_ => Create(random, x, z, depth - 1)).ToArray();
        bool? truth = join switch
        {
            "and" => parts.Any(static part => part.Truth == false) ? false
                : parts.Any(static part => part.Truth is null) ? null : true,
            "or" => parts.Any(static part => part.Truth == true) ? true
                : parts.Any(static part => part.Truth is null) ? null : false,
            "xor" => parts.Any(static part => part.Truth is null) ? null
                : parts.Count(static part => part.Truth == true) % 2 == 1,
            _ => parts.Select(static part => part.Truth).FirstOrDefault(static part => part is not null),
        };
        var inner = string.Concat(parts.Select(static part => part.Xml));
        return ($"""<CompoundPredicate booleanOperator="{join}">{inner}</CompoundPredicate>""", truth);
    }

    private static (string Xml, bool? Truth) CreateLeaf(Random random, double? x, double? z)
    {
        if (random.Next(8) == 0)
        {
            return random.Next(2) == 0 ? ("<True/>", true) : ("<False/>", false);
        }

        var isX = random.Next(2) == 0;
        var value = isX ? x : z;
        var constant = random.Next(5);
        var operation = Operators[random.Next(Operators.Length)];
        bool? truth = value is not { } number ? null : operation switch
        {
            "equal" => number == constant,
            "notEqual" => number != constant,
            "lessThan" => number < constant,
            "lessOrEqual" => number <= constant,
            "greaterThan" => number > constant,
            _ => number >= constant,
        };
        var text = constant.ToString(CultureInfo.InvariantCulture);
        return ($"""<SimplePredicate field="{(isX ? "x" : "z")}" operator="{operation}" value="{text}"/>""", truth);
    }

    /// <summary>Puts a predicate into a tree whose strategy tells false from unknown.</summary>
    private static bool? Evaluate(string predicate, double? x, string? c, double? z = null)
    {
        var model = Load("", "", predicate);
        var table = Table.FromColumns(
            1,
            new TableColumn("x", [x ?? double.NaN]),
            new TableColumn("c", [c]),
            new TableColumn("z", [z ?? double.NaN]));
        return PmmlDocument.Texts(model, table)[0] switch { "t" => true, "u" => false, _ => null };
    }

    private static PmmlModel Load(string dataField, string miningField, string predicate) => PmmlDocument.Load(PmmlDocument.Wrap($"""
        <DataDictionary>{dataField}
          <DataField name="x" optype="continuous" dataType="double"/>
            <DataField name="c" optype="categorical" dataType="string"/>
          <DataField name="z" optype="continuous" dataType="double"/>
            <DataField name="y" optype="categorical" dataType="string"/>
        </DataDictionary>
        <TreeModel functionName="classification" missingValueStrategy="nullPrediction">
          <MiningSchema><MiningField name="y" usageType="target"/>{miningField}
            <MiningField name="x"/><MiningField name="c"/><MiningField name="z"/></MiningSchema>
          <Node score="r"><True/><Node score="t">{predicate}</Node><Node score="u"><True/></Node></Node>
        </TreeModel>
        """));
}
