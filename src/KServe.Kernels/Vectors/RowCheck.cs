namespace KServe.Kernels.Vectors;

/// <summary>Checks the lengths of spans that hold rows.</summary>
internal static class RowCheck
{
    /// <summary>Returns how many rows lie in a span.</summary>
    public static int Count(int length, int width, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (length % width != 0)
        {
            throw new ArgumentException($"{length} numbers are no whole rows of {width}.", name);
        }

        return length / width;
    }

    /// <summary>Requires that rows with space between them lie in a span.</summary>
    public static void Require(int length, int rows, int stride, int width, string name)
    {
        if (stride < width || (rows > 0 && length < ((long)(rows - 1) * stride) + width))
        {
            throw new ArgumentException($"{rows} rows of {width} do not lie in {length} numbers.", name);
        }
    }
}
