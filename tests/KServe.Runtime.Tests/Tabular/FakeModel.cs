using KServe.Runtime.Tabular;

namespace KServe.Runtime.Tests.Tabular;

/// <summary>Answers with the sum of each row, and keeps the last table for the test to look at.</summary>
internal sealed class FakeModel : TabularModel
{
    public override string Platform => "fake";

    public override int ColumnCount => -1;

    public IReadOnlyList<string>? Names { get; init; }

    public bool Selects { get; init; }

    public override IReadOnlyList<string>? ColumnNames => Names;

    public override bool SelectsColumns => Selects;

    public override IReadOnlyList<TabularOutput> Outputs { get; } =
        [new("sum", TensorDataType.FP64, [-1]), new("count", TensorDataType.INT64, [-1])];

    public override IReadOnlyList<string> DefaultOutputs { get; } = ["sum"];

    public Table? Last { get; private set; }

    public override InferTensor Compute(
        Table table, TabularOutput output, string name, TensorPool pool, CancellationToken cancellationToken)
    {
        Last = table;
        if (output.Name == "count")
        {
            return InferTensor.Rent(
                pool, name, [table.RowCount], Enumerable.Repeat((long)table.ColumnCount, table.RowCount).ToArray());
        }

        var matrix = new double[table.RowCount * table.ColumnCount];
        table.CopyTo(matrix);
        return InferTensor.Rent<double>(
            pool, name, [table.RowCount], [.. matrix.Chunk(table.ColumnCount).Select(static row => row.Sum())]);
    }
}
