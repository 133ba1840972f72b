using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace KServe.Detectors;

/// <summary>Copies the features of a request or response into rows of doubles.</summary>
/// <remarks>Immutable and safe for concurrent use.</remarks>
internal sealed class RowReader(int columns, IReadOnlyList<string> names, int maxRows)
{
    /// <summary>Reads rows, or says why there are none.</summary>
    public RowBlock? Read(IList<InferTensor> tensors, string? requestId, out string reason)
    {
        var chosen = Choose(tensors);
        var rows = chosen.Count == 0 ? 0 : CountRows(chosen[0]);
        var width = 0L;
        foreach (var tensor in chosen)
        {
            width += GetWidth(tensor);
            if (CountRows(tensor) != rows)
            {
                reason = $"tensor '{tensor.Name}' has {CountRows(tensor)} rows, others have {rows}";
                return null;
            }
        }

        if (width != columns)
        {
            reason = $"the reference has {columns} columns, the tensors have {width}";
            return null;
        }

        reason = "";
        var block = RowBlock.Rent((int)Math.Min(rows, maxRows), columns, requestId);
        var offset = 0;
        foreach (var tensor in chosen)
        {
            Copy(tensor, block, offset);
            offset += (int)GetWidth(tensor);
        }

        return block;
    }

    private List<InferTensor> Choose(IList<InferTensor> tensors)
    {
        List<InferTensor> chosen = [];
        foreach (var tensor in tensors)
        {
            if (names.Count == 0 && IsNumeric(tensor))
            {
                if (GetWidth(tensor) == columns)
                {
                    return [tensor];
                }

                chosen.Add(tensor);
            }
        }

        foreach (var name in names)
        {
            foreach (var tensor in tensors)
            {
                if (string.Equals(tensor.Name, name, StringComparison.Ordinal) && IsNumeric(tensor))
                {
                    chosen.Add(tensor);
                }
            }
        }

        return chosen;
    }

    private void Copy(InferTensor tensor, RowBlock block, int offset)
    {
        var width = (int)GetWidth(tensor);
        var count = block.Rows * width;
        if (width == columns)
        {
            Convert(tensor, block.Values);
            return;
        }

        var scratch = ArrayPool<double>.Shared.Rent(Math.Max(1, count));
        Convert(tensor, scratch.AsSpan(0, count));
        for (var row = 0; row < block.Rows; row++)
        {
            scratch.AsSpan(row * width, width).CopyTo(block.Values[((row * columns) + offset)..]);
        }

        ArrayPool<double>.Shared.Return(scratch);
    }

    private static void Convert(InferTensor tensor, Span<double> values)
    {
        switch (tensor.DataType)
        {
            case TensorDataType.FP64:
                tensor.AsSpan<double>()[..values.Length].CopyTo(values);
                break;
            case TensorDataType.FP32:
                Convert<float>(tensor, values);
                break;
            case TensorDataType.FP16:
                Convert<Half>(tensor, values);
                break;
            case TensorDataType.INT64:
                Convert<long>(tensor, values);
                break;
            case TensorDataType.INT32:
                Convert<int>(tensor, values);
                break;
            case TensorDataType.INT16:
                Convert<short>(tensor, values);
                break;
            case TensorDataType.INT8:
                Convert<sbyte>(tensor, values);
                break;
            case TensorDataType.UINT64:
                Convert<ulong>(tensor, values);
                break;
            case TensorDataType.UINT32:
                Convert<uint>(tensor, values);
                break;
            case TensorDataType.UINT16:
                Convert<ushort>(tensor, values);
                break;
            default:
                Convert<byte>(tensor, values);
                break;
        }
    }

    private static void Convert<T>(InferTensor tensor, Span<double> values)
        where T : unmanaged, INumberBase<T> =>
        TensorPrimitives.ConvertTruncating<T, double>(tensor.AsSpan<T>()[..values.Length], values);

    private static bool IsNumeric(InferTensor tensor) =>
        tensor.DataType is not (TensorDataType.BYTES or TensorDataType.BF16 or TensorDataType.None);

    private static long CountRows(InferTensor tensor) => tensor.Shape.Rank == 0 ? 1 : tensor.Shape[0];

    // One dimension is one column: a list of numbers, one for each row.
    private static long GetWidth(InferTensor tensor) => tensor.Shape.Rank < 2
        || !TensorShape.TryGetElementCount(tensor.Shape.Dimensions[1..], out var width) ? 1 : width;
}
