using KServe.Runtime.Tabular;
using KServe.Runtime.Pmml;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Pmml;

/// <summary>Compares documents with the outputs of the libraries that trained their models.</summary>
public sealed class PmmlParityTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var group in (string[])["pmml", "pmml_sklearn"])
            {
                foreach (var name in FixtureCase.Names(group))
                {
                    cases.Add(group, name);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compute_EveryOutput_MatchesTheLibrary(string group, string name)
    {
        var fixture = FixtureCase.Load(group, name);
        var table = fixture.Inputs[0].ToTable();
        var model = PmmlReader.Load(fixture.ModelFiles[0], CancellationToken.None);
        var outputs = fixture.Outputs
            .Select(expected => model.Outputs.Single(output => output.Name == expected.Name))
            .ToArray();
        string[] names = [.. outputs.Select(static output => output.Name)];
        var tensors = model.ComputeAll(table, outputs, names, new TensorPool(), CancellationToken.None);
        for (var i = 0; i < tensors.Length; i++)
        {
            fixture.Outputs[i].AssertMatches(tensors[i]);
            tensors[i].Dispose();
        }

        Assert.Equal(fixture.Outputs.Select(static output => output.Name), model.DefaultOutputs);
    }

    [Theory]
    [InlineData("forest_regression")]
    [InlineData("forest_classification")]
    [InlineData("boosting_regression_sum")]
    [InlineData("hist_boosting_missing_default_child")]
    public void Compute_MatrixInFieldOrder_MatchesTheLibrary(string name)
    {
        var fixture = FixtureCase.Load("pmml", name);
        var frame = fixture.Inputs[0].ToTable();
        var matrix = new double[frame.RowCount * frame.ColumnCount];
        frame.CopyTo(matrix);
        var table = Table.FromMatrix(matrix, frame.RowCount, frame.ColumnCount);
        var model = PmmlReader.Load(fixture.ModelFiles[0], CancellationToken.None);
        using var tensor = model.Compute(table, model.Outputs[0], "p", new TensorPool(), CancellationToken.None);
        fixture.Outputs[0].AssertMatches(tensor);
    }

    /// <summary>A document beyond a megabyte is read segment by segment, and must come out the same.</summary>
    [Theory]
    [InlineData("pmml", "boosting_binary_chain")]
    [InlineData("pmml", "forest_classification")]
    [InlineData("pmml_sklearn", "boosting_multiclass_chain")]
    public void Load_BigDocument_ReadsTheSameModel(string group, string name)
    {
        var fixture = FixtureCase.Load(group, name);
        var filler = $"<!--{new string(' ', 1 << 20)}--></PMML>";
        var text = File.ReadAllText(fixture.ModelFiles[0]).Replace("</PMML>", filler, StringComparison.Ordinal);
        var model = PmmlDocument.Load(text);
        foreach (var expected in fixture.Outputs)
        {
            var output = model.Outputs.Single(candidate => candidate.Name == expected.Name);
            using var tensor = model.Compute(
                fixture.Inputs[0].ToTable(), output, output.Name, new TensorPool(), CancellationToken.None);
            expected.AssertMatches(tensor);
        }
    }
}
