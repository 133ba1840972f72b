using KServe.Runtime.Sklearn;
using KServe.Runtime.Sklearn.Values;
using KServe.Runtime.Tabular;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Sklearn.Preprocessing;

/// <summary>Holds the transformers of the general fixtures against the library, in every file format.</summary>
public sealed class PreprocessingFixtureTests
{
    public static TheoryData<string> Cases => new(FixtureCase.Names("sklearn").Where(static name =>
        FixtureCase.Load("sklearn", name).Outputs.Any(static output =>
            output.Name.StartsWith("transform", StringComparison.Ordinal))
        && name is not ("kmeans" or "pca") && !name.StartsWith("voting", StringComparison.Ordinal)
        && !name.StartsWith("stacking", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compute_EveryFileAndOutput_AnswersAsTheLibrary(string name)
    {
        var fixture = FixtureCase.Load("sklearn", name);
        Assert.All(fixture.ModelFiles, file =>
        {
            var estimator = EstimatorAnswers.Load(file);
            Assert.All(fixture.Outputs, output =>
                EstimatorAnswers.AssertAnswers(estimator, output, fixture.Inputs[0].ToTable()));
        });
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compute_RowsThatTheLibraryRefuses_AreRefusedInItsWords(string name)
    {
        var fixture = FixtureCase.Load("sklearn", name);
        if (!fixture.Expected.TryGetProperty("refuses", out var refusals))
        {
            return;
        }

        var estimator = EstimatorAnswers.Load(fixture.ModelFiles[0]);
        Assert.All(refusals.EnumerateArray().ToArray(), refusal =>
        {
            var table = Spoil(fixture.Inputs[0].ToTable(), refusal.GetProperty("what").GetString()!);
            var error = Assert.Throws<InferenceException>(() => EstimatorAnswers.Compute(
                estimator, refusal.GetProperty("method").GetString()!, new Features(table)));
            Assert.StartsWith(
                refusal.GetProperty("message").GetString()!.Split('\n')[0], error.Message, StringComparison.Ordinal);
        });
    }

    private static Table Spoil(Table table, string what)
    {
        var (rows, columns) = (table.RowCount, table.ColumnCount);
        double[] values = [.. new Features(table).ToDense().Values];
        values[1] = what.EndsWith("NaN", StringComparison.Ordinal) ? double.NaN : double.PositiveInfinity;
        return what switch
        {
            "a row with NaN" or "a row with Infinity" => Table.FromMatrix(values, rows, columns),
            "one feature too many" => Table.FromMatrix(new double[columns + 1], 1, columns + 1),
            "one feature too few" => Table.FromMatrix(new double[columns - 1], 1, columns - 1),
            "no rows" => Table.FromMatrix(Array.Empty<double>(), 0, columns),
            _ => throw new InvalidDataException(what),
        };
    }
}
