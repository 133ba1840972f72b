namespace KServe.Transformers.Images;

/// <summary>Takes back what a PNG encoder did to a row to make it small.</summary>
internal static class PngFilter
{
    /// <exception cref="InferenceException">There is no such filter.</exception>
    public static void Undo(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        switch (filter)
        {
            case 0:
                return;
            case 1:
                for (var i = distance; i < row.Length; i++)
                {
                    row[i] += row[i - distance];
                }

                return;
            case 2:
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] += above[i];
                }

                return;
            case 3:
                for (var i = 0; i < row.Length; i++)
                {
                    var left = i < distance ? 0 : row[i - distance];
                    row[i] += (byte)((left + above[i]) >> 1);
                }

                return;
            case 4:
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] += i < distance
                        ? above[i]
                        : Predict(row[i - distance], above[i], above[i - distance]);
                }

                return;
            default:
                throw ImageError.Create($"the PNG has a row of the unknown filter {filter}");
        }
    }

    /// <summary>Paeth's predictor: the neighbour nearest to their plane.</summary>
    private static byte Predict(int left, int above, int corner)
    {
        var toLeft = Math.Abs(above - corner);
        var toAbove = Math.Abs(left - corner);
        var toCorner = Math.Abs(left + above - (2 * corner));
        if (toLeft <= toAbove && toLeft <= toCorner)
        {
            return (byte)left;
        }

        return (byte)(toAbove <= toCorner ? above : corner);
    }
}
