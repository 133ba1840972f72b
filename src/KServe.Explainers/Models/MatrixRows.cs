namespace KServe.Explainers;

/// <summary>Hands out the rows of a matrix and keeps their scores.</summary>
internal sealed class MatrixRows(ReadOnlyMemory<double> rows, int rowCount, int width) : IRowSource
{
    public long RowCount => rowCount;

    /// <summary>Gets the scores, row-major; empty before the first row was scored.</summary>
    public double[] Scores { get; private set; } = [];

    public void Fill(long index, Span<double> row) => rows.Span.Slice((int)index * width, width).CopyTo(row);

    public void Accept(long index, ReadOnlySpan<double> scores)
    {
        if (Scores.Length == 0)
        {
            Scores = new double[checked(rowCount * scores.Length)];
        }

        scores.CopyTo(Scores.AsSpan((int)index * scores.Length));
    }
}
