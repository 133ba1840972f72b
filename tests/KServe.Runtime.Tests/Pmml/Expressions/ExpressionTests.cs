using KServe.Runtime.Tabular;
namespace KServe.Runtime.Tests.Pmml.Expressions;

/// <summary>Transformations other than functions, with values worked out by hand.</summary>
public sealed class ExpressionTests
{
    private const string Corners =
        """<LinearNorm orig="0" norm="0"/><LinearNorm orig="45" norm="0.5"/><LinearNorm orig="105" norm="1"/>""";

    [Theory]
    [InlineData("asIs", 30.0, 30 / 90.0)]
    [InlineData("asIs", 75.0, 0.75)]
    [InlineData("asIs", -9.0, -0.1)]
    [InlineData("asIs", 165.0, 1.5)]
    [InlineData("asExtremeValues", -9.0, 0.0)]
    [InlineData("asExtremeValues", 165.0, 1.0)]
    [InlineData("asMissingValues", 165.0, double.NaN)]
    [InlineData("asMissingValues", 45.0, 0.5)]
    public void NormContinuous_Value_IsInterpolated(string outliers, double x, double expected) => Assert.Equal(
        expected,
        ExpressionProbe.Number($"""<NormContinuous field="x" outliers="{outliers}">{Corners}</NormContinuous>""", x),
        12);

    [Fact]
    public void NormContinuous_MissingValue_IsMapped() => Assert.Equal(
        0.25, ExpressionProbe.Number($"""<NormContinuous field="x" mapMissingTo="0.25">{Corners}</NormContinuous>"""));

    [Theory]
    [InlineData("red", 1.0)]
    [InlineData("blue", 0.0)]
    [InlineData(null, 0.5)]
    public void NormDiscrete_Category_IsAnIndicator(string? c, double expected)
    {
        var model = PmmlDocument.Load(PmmlDocument.Wrap($"""
            {PmmlDocument.Dictionary("c:string", "y:double")}
            <RegressionModel functionName="regression">{PmmlDocument.Schema("y", "c")}
              <LocalTransformations><DerivedField name="d" optype="continuous" dataType="double">
                <NormDiscrete field="c" value="red" mapMissingTo="0.5"/></DerivedField></LocalTransformations>
              <RegressionTable intercept="0"><NumericPredictor name="d" coefficient="1"/></RegressionTable>
            </RegressionModel>
            """));
        var table = Table.FromColumns(1, new TableColumn("c", [c]));
        Assert.Equal([expected], PmmlDocument.Numbers(model, table));
    }

    [Theory]
    [InlineData(-1.0, "negative")]
    [InlineData(0.0, "positive")]
    [InlineData(9.5, "positive")]
    [InlineData(10.0, "other")]
    [InlineData(null, "none")]
    public void Discretize_Value_FallsIntoItsBin(double? x, string expected) => Assert.Equal(expected, ExpressionProbe.Text(
        """
        <Discretize field="x" mapMissingTo="none" defaultValue="other">
          <DiscretizeBin binValue="negative"><Interval closure="openOpen" rightMargin="0"/></DiscretizeBin>
          <DiscretizeBin binValue="positive"><Interval closure="closedOpen" leftMargin="0" rightMargin="10"/>
            </DiscretizeBin>
        </Discretize>
        """,
        x));

    [Theory]
    [InlineData(1.0, "a", "one-a")]
    [InlineData(1.0, "b", "one-b")]
    [InlineData(2.0, "a", "unlisted")]
    [InlineData(null, "a", "missing")]
    public void MapValues_TwoColumns_FindTheRow(double? x, string c, string expected) => Assert.Equal(
        expected,
        ExpressionProbe.Text(
            """
            <MapValues outputColumn="out" defaultValue="unlisted" mapMissingTo="missing">
              <FieldColumnPair field="x" column="number"/><FieldColumnPair field="c" column="letter"/>
              <InlineTable>
                <row><number>1</number><letter>a</letter><out>one-a</out></row>
                <row><number>1.0</number><letter>b</letter><out>one-b</out></row>
              </InlineTable>
            </MapValues>
            """,
            x,
            c));

    [Fact]
    public void DefineFunction_CalledTwice_HasParametersOfItsOwn() => Assert.Equal(25, ExpressionProbe.Number(
        """
        <Apply function="+">
          <Apply function="square"><FieldRef field="x"/></Apply>
          <Apply function="square"><Constant>4</Constant></Apply>
        </Apply>
        """,
        x: 3.0,
        definitions: """
        <DefineFunction name="square" optype="continuous" dataType="double">
          <ParameterField name="p" dataType="double"/>
          <Apply function="*"><FieldRef field="p"/><FieldRef field="p"/></Apply>
        </DefineFunction>
        """));

    [Fact]
    public void DerivedFields_InAnyOrder_AreComputed() => Assert.Equal(7, ExpressionProbe.Number(
        """<FieldRef field="second"/>""",
        x: 3.0,
        definitions: """
        <DerivedField name="second" optype="continuous" dataType="double">
          <Apply function="+"><FieldRef field="first"/><Constant>1</Constant></Apply></DerivedField>
        <DerivedField name="first" optype="continuous" dataType="double">
          <Apply function="*"><FieldRef field="x"/><Constant>2</Constant></Apply></DerivedField>
        """));

    [Theory]
    [InlineData("termFrequency", 2.0)]
    [InlineData("binary", 1.0)]
    [InlineData("logarithmic", 0.47712125471966244)]
    [InlineData("augmentedNormalizedTermFrequency", 1.0)]
    public void TextIndex_Term_IsCounted(string weights, double expected) => Assert.Equal(
        expected,
        ExpressionProbe.Number(
            $"""<TextIndex textField="c" localTermWeights="{weights}"><Constant>sun</Constant></TextIndex>""",
            c: "The sun is hot. Sun!"),
        12);

    [Fact]
    public void Load_FunctionsThatUnfoldWithoutEnd_AreRefused()
    {
        var definitions = string.Concat(Enumerable.Range(1, 40).Select(static i => $"""
            <DefineFunction name="f{i}" optype="continuous"><ParameterField name="p"/>
              <Apply function="+">
                <Apply function="f{i - 1}"><FieldRef field="p"/></Apply><Apply function="f{i - 1}">
                  <FieldRef field="p"/></Apply>
              </Apply></DefineFunction>
            """));
        var first = """
            <DefineFunction name="f0" optype="continuous"><ParameterField name="p"/>
              <Apply function="+"><FieldRef field="p"/><Constant>1</Constant></Apply></DefineFunction>
            """;
        Assert.Throws<InvalidDataException>(() => ExpressionProbe.Number(
            """<Apply function="f40"><FieldRef field="x"/></Apply>""", 1.0, definitions: first + definitions));
    }

    [Fact]
    public void Load_ChainOfDerivedFieldsTooDeepForTheStack_IsRefused()
    {
        var fields = string.Concat(Enumerable.Range(1, 5000).Select(static i => $"""
            <DerivedField name="d{i}" optype="continuous" dataType="double">
              <Apply function="abs"><FieldRef field="{(i == 1 ? "x" : "d" + (i - 1))}"/></Apply></DerivedField>
            """));
        Assert.Throws<InvalidDataException>(
            () => ExpressionProbe.Number("""<FieldRef field="d5000"/>""", 1.0, definitions: fields));
    }
}
