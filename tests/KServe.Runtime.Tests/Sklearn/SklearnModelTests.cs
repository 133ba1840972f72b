using KServe.Runtime.Sklearn;
using KServe.Runtime.Tabular;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Sklearn;

/// <summary>Every file of every case through the reader of the format: tensors, types, shapes and refusals.</summary>
public sealed class SklearnModelTests
{
    public static TheoryData<string, string> Cases => [.. new[] { "sklearn", "sklearn-ensembles" }
        .Where(static group => Directory.Exists(Path.Combine(FixtureCase.Root, group)))
        .SelectMany(static group => FixtureCase.Names(group).Select(name => (group, name)))];

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
