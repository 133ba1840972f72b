using KServe.Runtime.Pmml;

namespace KServe.Runtime.Tests.Pmml.Mining;

/// <summary>How segments are joined.</summary>
public sealed class MiningModelTests
{
    [Theory]
    [InlineData("sum", 111.0)]
    [InlineData("average", 37.0)]
    [InlineData("median", 10.0)]
    [InlineData("max", 100.0)]
    [InlineData("weightedSum", 521.0)]
    [InlineData("weightedAverage", 65.125)]
    [InlineData("weightedMedian", 100.0)]
    [InlineData("selectFirst", 1.0)]
    [InlineData("modelChain", 100.0)]
    public void Compute_Regression_JoinsTheSegments(string method, double expected)
    {
        // Predictions 1, 10 and 100 with weights 1, 2 and 5; the last segment is never entered.
        var model = LoadRegression(method, "", ("1", 1, "<True/>"), ("10", 2, "<True/>"), ("100", 5, "<True/>"), ("1000", 9, "<False/>"));
        Assert.Equal(expected, PmmlDocument.Numbers(model, PmmlDocument.Row(model, 0.0))[0], 12);
    }

    [Theory]
    [InlineData("continue", double.NaN)]
    [InlineData("skipSegment", 11.0)]
    [InlineData("returnMissing", double.NaN)]
    [InlineData("skipSegment\" missingThreshold=\"0.2", double.NaN)]
    public void Compute_SegmentWithoutPrediction_FollowsTheTreatment(string treatment, double expected)
    {
        var model = LoadRegression(
            "sum", $"missingPredictionTreatment=\"{treatment}\"", ("1", 1, "<True/>"), ("10", 1, "<True/>"), ("", 1, "<True/>"));
        Assert.Equal([expected], PmmlDocument.Numbers(model, PmmlDocument.Row(model, 0.0)));
    }

    [Theory]
    [InlineData("majorityVote", 2 / 3.0, "a")]
    [InlineData("weightedMajorityVote", 3 / 8.0, "b")]
    [InlineData("average", 1.55 / 3, "a")]
    [InlineData("weightedAverage", 3.15 / 8, "b")]
    [InlineData("max", 0.25, "b")]
    [InlineData("median", 0.6, "a")]
    public void Compute_Classification_JoinsTheSegments(string method, double expected, string winner)
    {
        // P(a) is 0.7, 0.6 and 0.25, with weights 1, 2 and 5.
        var segments = string.Concat(new[] { (0.7, 1), (0.6, 2), (0.25, 5) }.Select(static part => $"""
            <Segment weight="{part.Item2}"><True/>
              <RegressionModel functionName="classification" normalizationMethod="simplemax">
              {PmmlDocument.Schema("y", "x")}
              <RegressionTable targetCategory="a" intercept="{part.Item1}"/>
                <RegressionTable targetCategory="b" intercept="{1 - part.Item1}"/>
            </RegressionModel></Segment>
            """));
        var model = PmmlDocument.Load(PmmlDocument.Wrap($"""
            {PmmlDocument.Dictionary("x:double", "y:string:a|b")}
            <MiningModel functionName="classification">{PmmlDocument.Schema("y", "x")}
              <Segmentation multipleModelMethod="{method}">{segments}</Segmentation></MiningModel>
            """));
        var table = PmmlDocument.Row(model, 0.0);
        Assert.Equal(expected, PmmlDocument.Numbers(model, table, "probability(a)")[0], 12);
        Assert.Equal([winner], PmmlDocument.Texts(model, table, "y"));
    }

    [Fact]
    public void Compute_Chain_HandsOutputsOnAndShowsThemAtTheEnd()
    {
        var model = PmmlDocument.Load(PmmlDocument.Wrap($"""
            {PmmlDocument.Dictionary("x:double", "y:double")}
            <MiningModel functionName="regression">{PmmlDocument.Schema("y", "x")}
              <Segmentation multipleModelMethod="modelChain">
                <Segment id="first"><True/><RegressionModel functionName="regression">{PmmlDocument.Schema("", "x")}
                  <Output><OutputField name="doubled" dataType="double" feature="predictedValue"/></Output>
                  <RegressionTable intercept="0"><NumericPredictor name="x" coefficient="2"/></RegressionTable>
                    </RegressionModel></Segment>
                <Segment id="second"><SimplePredicate field="doubled" operator="greaterThan" value="0"/>
                  <RegressionModel functionName="regression">{PmmlDocument.Schema("y", "doubled")}
                  <RegressionTable intercept="1"><NumericPredictor name="doubled" coefficient="10"/>
                    </RegressionTable></RegressionModel></Segment>
              </Segmentation>
              <Output><OutputField name="end" dataType="double" feature="predictedValue"/>
                <OutputField name="between" dataType="double" feature="predictedValue" segmentId="first"/>
                <OutputField name="seen" dataType="integer" feature="transformedValue"><FieldRef field="doubled"/>
                  </OutputField></Output>
            </MiningModel>
            """));
        var table = PmmlDocument.Row(model, 3.0);
        Assert.Equal([61], PmmlDocument.Numbers(model, table, "end"));
        Assert.Equal([6], PmmlDocument.Numbers(model, table, "between"));
        Assert.Equal([6], PmmlDocument.Numbers(model, table, "seen"));
        Assert.Equal([-6], PmmlDocument.Numbers(model, PmmlDocument.Row(model, -3.0), "end"));
    }

    [Theory]
    [InlineData("rescaleFactor=\"2\" rescaleConstant=\"1\"", 3.6, 8.2)]
    [InlineData("castInteger=\"round\"", 3.6, 4.0)]
    [InlineData("castInteger=\"floor\"", 3.6, 3.0)]
    [InlineData("castInteger=\"ceiling\"", 3.2, 4.0)]
    [InlineData("min=\"5\" max=\"6\" rescaleFactor=\"2\"", 3.6, 10.0)]
    [InlineData("min=\"1\" max=\"2\"", 3.6, 2.0)]
    [InlineData("", null, -1.0)]
    public void Compute_Target_TransformsThePrediction(string attributes, double? x, double expected)
    {
        var model = PmmlDocument.Load(PmmlDocument.Wrap($"""
            {PmmlDocument.Dictionary("x:double", "y:double")}
            <RegressionModel functionName="regression">{PmmlDocument.Schema("y", "x")}
              <Targets><Target field="y" {attributes}><TargetValue defaultValue="-1"/></Target></Targets>
              <RegressionTable intercept="0"><NumericPredictor name="x" coefficient="1"/></RegressionTable>
                </RegressionModel>
            """));
        Assert.Equal(expected, PmmlDocument.Numbers(model, PmmlDocument.Row(model, x))[0], 12);
    }

    [Fact]
    public void Load_SeveralModels_TakesTheFirstThatIsScorable()
    {
        var regression = """
            <RegressionModel functionName="regression" isScorable="{0}">{1}<RegressionTable intercept="{2}"/>
              </RegressionModel>
            """;
        var schema = PmmlDocument.Schema("y", "x");
        var model = PmmlDocument.Load(PmmlDocument.Wrap(
            PmmlDocument.Dictionary("x:double", "y:double")
            + string.Format(null, regression, "false", schema, 1)
            + string.Format(null, regression, "true", schema, 2)
            + string.Format(null, regression, "true", schema, 3)));
        Assert.Equal([2], PmmlDocument.Numbers(model, PmmlDocument.Row(model, 0.0)));
    }

    [Theory]
    [InlineData("3.0")]
    [InlineData("3.2")]
    [InlineData("4.0")]
    [InlineData("4.4")]
    public void Load_EveryVersion_IsRead(string version)
    {
        var model = PmmlDocument.Load(PmmlDocument.Wrap(
            $"""{PmmlDocument.Dictionary("x:double")}<RegressionModel functionName="regression">{PmmlDocument.Schema("", "x")}<RegressionTable intercept="4"/></RegressionModel>""",
            version));
        Assert.Equal([4], PmmlDocument.Numbers(model, PmmlDocument.Row(model, 0.0)));
    }

    private static PmmlModel LoadRegression(
        string method,
        string attributes,
        params (string Value, double Weight, string Predicate)[] segments)
    {
        var text = string.Concat(segments.Select(static segment => $"""
            <Segment weight="{segment.Weight}">{segment.Predicate}<RegressionModel functionName="regression">
              {PmmlDocument.Schema("y", "x", "z")}
              <RegressionTable intercept="{(segment.Value.Length == 0 ? "0" : segment.Value)}">
                {(segment.Value.Length == 0 ? "<NumericPredictor name=\"z\" coefficient=\"1\"/>" : "")}
                  </RegressionTable>
            </RegressionModel></Segment>
            """));
        return PmmlDocument.Load(PmmlDocument.Wrap($"""
            {PmmlDocument.Dictionary("x:double", "z:double", "y:double")}
            <MiningModel functionName="regression">{PmmlDocument.Schema("y", "x", "z")}
              <Segmentation multipleModelMethod="{method}" {attributes}>{text}</Segmentation></MiningModel>
            """));
    }
}
