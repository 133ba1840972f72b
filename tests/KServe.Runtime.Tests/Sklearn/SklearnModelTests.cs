using KServe.Runtime.Sklearn;
using KServe.Runtime.Tabular;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Sklearn;

/// <summary>Every file of every case through the reader of the format: tensors, types, shapes and refusals.</summary>
public sealed class SklearnModelTests
{
    private static readonly string[] Groups =
    [
        "sklearn", "sklearn-ensembles", "sklearn-models", "sklearn-preprocessing",
    ];

    // A table of texts and numbers; PreprocessingGoldenTests compares it cell by cell.
    private const string MixedCells = "impute_mixed_frame";

    public static TheoryData<string, string> Cases => [.. Groups
        .SelectMany(static group => FixtureCase.Names(group)
            .Where(static name => name != MixedCells)
            .Select(name => (group, name)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compute_EveryOutputOfEveryFile_EqualsTheLibrary(string group, string name)
    {
        var fixture = FixtureCase.Load(group, name);
        foreach (var path in fixture.ModelFiles)
        {
            var model = Load(path);
            foreach (var expected in fixture.Outputs)
            {
                var output = Assert.Single(model.Outputs, output => output.Name == expected.Name);
                using var actual = Compute(model, fixture.Inputs[0].ToTable(), output);
                Assert.Equal(GetDataType(expected), actual.DataType);
                Assert.Equal(output.DataType, actual.DataType);
                Assert.True(output.Shape.Accepts(actual.Shape), $"{output.Name}: {actual.Shape}, not {output.Shape}");
                expected.AssertMatches(actual);
            }
        }
    }

    [Theory]
    [MemberData(nameof(RefusingCases))]
    public void Compute_RowsThatTheLibraryRefuses_AreRefused(string name)
    {
        var fixture = FixtureCase.Load("sklearn", name);
        var model = Load(fixture.ModelFiles[0]);
        var table = fixture.Inputs[0].ToTable();
        foreach (var refusal in fixture.Expected.GetProperty("refuses").EnumerateArray())
        {
            var method = refusal.GetProperty("method").GetString();
            var what = refusal.GetProperty("what").GetString()!;
            var output = Assert.Single(model.Outputs, output => output.Name == method);

            var error = Assert.Throws<InferenceException>(() => Compute(model, Spoil(table, what), output));

            Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        }
    }

    [Fact]
    public void DefaultOutputs_Classifier_ArePredictionsOrProbabilities()
    {
        var path = FixtureCase.Load("sklearn", "random_forest_classifier").ModelFiles[0];

        Assert.Equal(["predict"], Load(path).DefaultOutputs);
        Assert.Equal(["predict_proba"], LoadProba(path).DefaultOutputs);
    }

    [Fact]
    public void DefaultOutputs_SeveralTargets_AreTheProbabilitiesOfEach()
    {
        var path = FixtureCase.Load("sklearn-ensembles", "forest_multi_output").ModelFiles[0];

        Assert.Equal(["predict_proba[0]", "predict_proba[1]"], LoadProba(path).DefaultOutputs);
    }

    [Theory]
    [InlineData("decision_tree_regressor", "predict")]
    [InlineData("standard_scaler", "transform")]
    public void DefaultOutputs_NoProbabilities_AreWhatThereIs(string name, string expected) =>
        Assert.Equal([expected], LoadProba(FixtureCase.Load("sklearn", name).ModelFiles[0]).DefaultOutputs);

    [Fact]
    public void ColumnNames_FittedWithNames_AreGiven()
    {
        var model = Load(FixtureCase.Load("sklearn", "decision_tree_classifier").ModelFiles[0]);

        Assert.Equal(6, model.ColumnCount);
        Assert.Null(Load(FixtureCase.Load("sklearn", "random_forest_classifier").ModelFiles[0]).ColumnNames);
    }

    public static TheoryData<string> RefusingCases => [.. FixtureCase.Names("sklearn")
        .Where(static name => FixtureCase.Load("sklearn", name).Expected.TryGetProperty("refuses", out _))];

    private static TabularModel LoadProba(string path) =>
        SklearnReader.Load(path, predictProba: true, TestContext.Current.CancellationToken);

    private static Table Spoil(Table table, string what)
    {
        var width = what switch
        {
            "one feature too many" => table.ColumnCount + 1,
            "one feature too few" => table.ColumnCount - 1,
            _ => table.ColumnCount,
        };
        var rowCount = what == "no rows" ? 0 : 2;
        var values = new double[rowCount * width];
        if (what.StartsWith("a row with", StringComparison.Ordinal))
        {
            values[^1] = what == "a row with NaN" ? double.NaN : double.PositiveInfinity;
        }

        return Table.FromMatrix(values, rowCount, width);
    }

    private static TabularModel Load(string path) =>
        SklearnReader.Load(path, predictProba: false, TestContext.Current.CancellationToken);

    private static InferTensor Compute(TabularModel model, Table table, TabularOutput output) =>
        model.Compute(table, output, output.Name, new TensorPool(), TestContext.Current.CancellationToken);

    private static TensorDataType GetDataType(FixtureOutput output) => output.DataType switch
    {
        "bool" => TensorDataType.BOOL,
        "int32" => TensorDataType.INT32,
        "int64" => TensorDataType.INT64,
        "float32" => TensorDataType.FP32,
        "float64" => TensorDataType.FP64,
        "string" => TensorDataType.BYTES,
        var name => throw new InvalidDataException($"outputs of {name}"),
    };
}
