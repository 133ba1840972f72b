using System.Numerics;

namespace KServe.Transformers.Tabular;

/// <summary>Writes the numbers of a column to where the model reads them.</summary>
internal static class ColumnWriter
{
    /// <param name="values">One number a row; a position when the column is one of several.</param>
    /// <param name="width">The numbers of this column in a row.</param>
    /// <param name="isOneHot">Whether a position becomes a one among zeros.</param>
    /// <param name="target">The tensor.</param>
    /// <param name="offset">Where this column begins in each row.</param>
    /// <param name="stride">The numbers of a row in the tensor.</param>
    public static void Write(
        ReadOnlySpan<double> values,
        int width,
        bool isOneHot,
        InferTensor target,
        int offset,
        int stride)
    {
        if (target.DataType == TensorDataType.FP64)
        {
            Write(values, width, isOneHot, target.AsSpan<double>(), offset, stride);
        }
        else
        {
            Write(values, width, isOneHot, target.AsSpan<float>(), offset, stride);
        }
    }

    private static void Write<T>(
        ReadOnlySpan<double> values,
        int width,
        bool isOneHot,
        Span<T> target,
        int offset,
        int stride)
        where T : unmanaged, INumberBase<T>
    {
        for (var i = 0; i < values.Length; i++)
        {
            var row = target.Slice((i * stride) + offset, width);
            if (!isOneHot)
            {
                row[0] = T.CreateTruncating(values[i]);
                continue;
            }

            row.Clear();
            if (!double.IsNaN(values[i]))
            {
                row[(int)values[i]] = T.One;
            }
        }
    }
}
