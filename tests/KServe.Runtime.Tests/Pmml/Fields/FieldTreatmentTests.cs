using KServe.Runtime.Tabular;

namespace KServe.Runtime.Tests.Pmml.Fields;

/// <summary>How data dictionary and mining schema treat values.</summary>
public sealed class FieldTreatmentTests
{
    [Theory]
    [InlineData("", 5.0, 5.0)]
    [InlineData("", null, double.NaN)]
    [InlineData("missingValueReplacement=\"3\"", null, 3.0)]
    [InlineData("missingValueReplacement=\"3\"", -999.0, 3.0)]
    [InlineData("", 20.0, double.NaN)]
    [InlineData("invalidValueTreatment=\"asIs\"", 20.0, 20.0)]
    [InlineData("invalidValueTreatment=\"asMissing\" missingValueReplacement=\"3\"", 20.0, 3.0)]
    [InlineData("invalidValueTreatment=\"asValue\" invalidValueReplacement=\"4\"", 20.0, 4.0)]
    [InlineData("missingValueTreatment=\"returnInvalid\"", null, double.NaN)]
    [InlineData("outliers=\"asExtremeValues\" lowValue=\"1\" highValue=\"6\"", 0.5, 1.0)]
    [InlineData("outliers=\"asExtremeValues\" lowValue=\"1\" highValue=\"6\"", 8.0, 6.0)]
    [InlineData("outliers=\"asExtremeValues\" lowValue=\"1\" highValue=\"6\"", 6.0, 6.0)]
    [InlineData("outliers=\"asMissingValues\" lowValue=\"1\" highValue=\"6\" missingValueReplacement=\"2\"", 8.0, 2.0)]
    public void Compute_Treatment_GivesTheTreatedValue(string attributes, double? x, double expected)
    {
        var model = PmmlDocument.Load(PmmlDocument.Wrap($"""
            <DataDictionary>
              <DataField name="x" optype="continuous" dataType="double">
                <Interval closure="closedClosed" leftMargin="0" rightMargin="10"/>
                <Value value="-999" property="missing"/></DataField>
              <DataField name="y" optype="continuous" dataType="double"/>
            </DataDictionary>
            <RegressionModel functionName="regression">
              <MiningSchema><MiningField name="y" usageType="target"/><MiningField name="x" {attributes}/>
                </MiningSchema>
              <RegressionTable intercept="0"><NumericPredictor name="x" coefficient="1"/></RegressionTable>
            </RegressionModel>
            """));
        Assert.Equal([expected], PmmlDocument.Numbers(model, PmmlDocument.Row(model, x)));
    }

    [Theory]
    [InlineData("integer", "7", "7")]
    [InlineData("integer", "7.5", "")]
    [InlineData("double", "7.50", "7.5")]
    [InlineData("double", "abc", "")]
    [InlineData("boolean", "true", "true")]
    [InlineData("string", "abc", "abc")]
    [InlineData("date", "2003-04-01", "2003-04-01")]
    [InlineData("dateTime", "2003-04-01T10:20:30", "2003-04-01T10:20:30")]
    [InlineData("time", "10:20:30", "10:20:30")]
    [InlineData("dateDaysSince[1960]", "2003-04-01", "15796")]
    [InlineData("dateDaysSince[0]", "0001-01-01", "366")]
    [InlineData("timeSeconds", "00:01:40", "100")]
    [InlineData("dateTimeSecondsSince[1960]", "1960-01-03T03:30:03", "185403")]
    public void Compute_TextOfAType_IsConverted(string type, string text, string expected)
    {
        var model = LoadEcho(type);
        Assert.Equal([expected], PmmlDocument.Texts(model, PmmlDocument.Row(model, text), "echo"));
    }

    [Theory]
    [InlineData("string", 7.0, "7")]
    [InlineData("string", 7.5, "7.5")]
    [InlineData("boolean", 1.0, "true")]
    [InlineData("boolean", 2.0, "")]
    [InlineData("integer", 3.0, "3")]
    [InlineData("integer", 3.5, "")]
    [InlineData("float", 0.1, "0.10000000149011612")]
    public void Compute_NumberForAType_IsConverted(string type, double number, string expected)
    {
        var model = LoadEcho(type);
        Assert.Equal([expected], PmmlDocument.Texts(model, PmmlDocument.Row(model, number), "echo"));
    }

    [Fact]
    public void Compute_ColumnThatIsNotGiven_IsMissing()
    {
        var model = LoadEcho("double");
        var table = Table.FromColumns(2, new TableColumn("other", [1, 2]));
        Assert.Equal(["", ""], PmmlDocument.Texts(model, table, "echo"));
    }

    [Fact]
    public void Compute_MatrixOfAnotherWidth_IsRefused()
    {
        var model = LoadEcho("double");
        var table = Table.FromMatrix(new double[] { 1, 2 }, 1, 2);
        Assert.Throws<InferenceException>(() => PmmlDocument.Texts(model, table, "echo"));
    }

    [Fact]
    public void Load_Inputs_AreTheActiveFieldsWithTheirTypes()
    {
        var model = PmmlDocument.Load(PmmlDocument.Wrap($"""
            {PmmlDocument.Dictionary("a:integer", "b:string", "c:boolean", "s:double", "y:double")}
            <RegressionModel functionName="regression">
              <MiningSchema><MiningField name="b" missingValueTreatment="returnInvalid"/>
                <MiningField name="y" usageType="predicted"/>
                <MiningField name="a"/><MiningField name="s" usageType="supplementary"/><MiningField name="c"/>
                  </MiningSchema>
              <RegressionTable intercept="1"/>
            </RegressionModel>
            """));
        Assert.Equal(["b", "a", "c"], model.ColumnNames);
        Assert.Equal(
            [TensorDataType.BYTES, TensorDataType.INT64, TensorDataType.BOOL],
            model.Inputs.Select(static input => input.DataType));
        Assert.Equal([false, true, true], model.Inputs.Select(static input => input.IsOptional));
    }

    private static Runtime.Pmml.PmmlModel LoadEcho(string type) => PmmlDocument.Load(PmmlDocument.Wrap($"""
        <DataDictionary><DataField name="x" optype="categorical" dataType="{type}"/></DataDictionary>
        <RegressionModel functionName="regression"><MiningSchema><MiningField name="x"/></MiningSchema>
          <Output><OutputField name="echo" dataType="string" feature="transformedValue"><FieldRef field="x"/>
            </OutputField></Output>
          <RegressionTable intercept="1"/></RegressionModel>
        """));
}
