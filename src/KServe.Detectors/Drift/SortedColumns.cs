namespace KServe.Detectors;

/// <summary>Takes columns out of rows and sorts them.</summary>
internal static class SortedColumns
{
    public static void Copy(ReadOnlySpan<double> rows, int columns, int column, Span<double> sorted)
    {
        for (var row = 0; row < sorted.Length; row++)
        {
            sorted[row] = rows[(row * columns) + column];
        }

        sorted.Sort();
    }

    public static double[][] Create(ReadOnlySpan<double> rows, int columns)
    {
        var sorted = new double[columns][];
        for (var column = 0; column < columns; column++)
        {
            sorted[column] = new double[rows.Length / columns];
            Copy(rows, columns, column, sorted[column]);
        }

        return sorted;
    }
}
