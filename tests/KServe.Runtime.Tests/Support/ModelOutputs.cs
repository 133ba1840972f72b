using KServe.Runtime.Tabular;

namespace KServe.Runtime.Tests.Support;

/// <summary>Asks a model for outputs and compares them with golden ones.</summary>
internal static class ModelOutputs
{
    /// <summary>Asserts that a model gives every output of a fixture.</summary>
    public static void AssertMatch(FixtureCase fixture, TabularModel model, params string[] except)
    {
        var input = fixture.Inputs[0].ToTable();
        foreach (var expected in fixture.Outputs.Where(output => !except.Contains(output.Name)))
        {
            using var actual = Compute(model, Take(input, expected.Shape[0]), expected.Name);
            expected.AssertMatches(actual);
        }
    }

    public static InferTensor Compute(TabularModel model, Table table, string name)
    {
        var output = Assert.Single(model.Outputs, output => output.Name == name);
        var tensor = model.Compute(table, output, "output-0", new TensorPool(), CancellationToken.None);
        Assert.Equal(output.DataType, tensor.DataType);
        Assert.Equal(output.Shape.Rank, tensor.Shape.Rank);
        Assert.Equal(output.Shape.Dimensions[1..].ToArray(), tensor.Shape.Dimensions[1..].ToArray());
        return tensor;
    }

    /// <summary>Takes the first rows of a matrix.</summary>
    public static Table Take(Table table, int rowCount) =>
        rowCount == table.RowCount
            ? table
            : table.IsSingle
                ? Table.FromMatrix(table.Singles[..(rowCount * table.ColumnCount)], rowCount, table.ColumnCount)
                : Table.FromMatrix(table.Doubles[..(rowCount * table.ColumnCount)], rowCount, table.ColumnCount);
}
