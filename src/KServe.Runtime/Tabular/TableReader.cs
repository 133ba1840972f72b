using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace KServe.Runtime.Tabular;

/// <summary>Makes a table of the inputs of a request.</summary>
/// <remarks>
/// As KServe's servers read them: one input is a matrix, several inputs, or <c>content_type: pd</c>, are the columns of
/// a data frame.
/// </remarks>
internal static class TableReader
{
    /// <summary>Reads the inputs.</summary>
    /// <returns>A table that views the request's memory and is valid as long as the request.</returns>
    /// <exception cref="InferenceException">The inputs are no table; the message names the input.</exception>
    public static Table Read(InferRequest request, TabularModel model)
    {
        if (request.Inputs.Count == 0)
        {
            throw InferenceException.InvalidArgument("the request has no inputs");
        }

        var table = request.Inputs.Count > 1 || IsFrame(request) || IsColumnOf(request.Inputs[0], model)
            ? ReadColumns(request.Inputs)
            : ReadSingle(request.Inputs[0], model);
        if (table.RowCount == 0)
        {
            throw InferenceException.InvalidArgument("the request holds no rows, at least one was expected");
        }

        return ColumnOrder.Arrange(table, model);
    }

    private static bool IsFrame(InferRequest request) =>
        request.HasParameters
        && request.Parameters.TryGet("content_type", out var type)
        && type.TryGetString(out var name)
        && string.Equals(name, "pd", StringComparison.Ordinal);

    // A frame of one column looks like a matrix but for its name.
    private static bool IsColumnOf(InferTensor input, TabularModel model) =>
        model.ColumnNames is [var only] && string.Equals(only, input.Name, StringComparison.Ordinal);

    private static Table ReadColumns(IList<InferTensor> inputs)
    {
        var columns = new TableColumn[inputs.Count];
        var rowCount = GetRowCount(inputs[0]);
        for (var i = 0; i < columns.Length; i++)
        {
            if (GetRowCount(inputs[i]) != rowCount)
            {
                throw InferenceException.InvalidArgument(
                    $"input '{inputs[i].Name}' has {GetRowCount(inputs[i])} rows, "
                    + $"input '{inputs[0].Name}' has {rowCount}");
            }

            columns[i] = ReadColumn(inputs[i]);
        }

        return Table.FromColumns(rowCount, columns);
    }

    // [n], [n, 1], and [1, n] or [m, k] for rows that were sent in several lists, one after the other.
    private static int GetRowCount(InferTensor input) => input.Shape.Rank is 1 or 2
        ? checked((int)input.Shape.GetElementCount())
        : throw InferenceException.InvalidArgument(
            $"input '{input.Name}' has shape {input.Shape}, a column of shape [rows] or [rows, 1] was expected");

    private static TableColumn ReadColumn(InferTensor input) => input.DataType switch
    {
        TensorDataType.BYTES => new TableColumn(input.Name, input.ToNullableStrings()),
        TensorDataType.BOOL => new TableColumn(input.Name, ToDoubles(input), TableColumnKind.Boolean),
        _ => new TableColumn(input.Name, ToDoubles(input)),
    };

    private static Table ReadSingle(InferTensor input, TabularModel model)
    {
        if (input.DataType == TensorDataType.BYTES)
        {
            return ReadTexts(input);
        }

        // A vector is rows of one column where the model has one column, else it is as wrong as in the library.
        var columnCount = input.Shape.Rank switch
        {
            2 => input.Shape[1],
            1 when model.ColumnCount == 1 || input.Shape[0] == 0 => 1,
            _ => throw InferenceException.InvalidArgument(
                $"input '{input.Name}' has shape {input.Shape}, a matrix of shape [rows, columns] was expected"),
        };
        var rowCount = checked((int)input.Shape[0]);
        return input.DataType switch
        {
            TensorDataType.FP32 => Table.FromMatrix(
                new TensorMemory<float>(input).Memory, rowCount, checked((int)columnCount)),
            TensorDataType.FP64 => Table.FromMatrix(
                new TensorMemory<double>(input).Memory, rowCount, checked((int)columnCount)),
            _ => Table.FromMatrix(ToDoubles(input), rowCount, checked((int)columnCount)),
        };
    }

    private static Table ReadTexts(InferTensor input)
    {
        if (input.Shape.Rank is not (1 or 2))
        {
            throw InferenceException.InvalidArgument(
                $"input '{input.Name}' has shape {input.Shape}, "
                + "texts of shape [rows] or [rows, columns] were expected");
        }

        var texts = input.ToNullableStrings();
        var rowCount = checked((int)input.Shape[0]);
        var columns = new TableColumn[input.Shape.Rank == 1 ? 1 : checked((int)input.Shape[1])];
        for (var c = 0; c < columns.Length; c++)
        {
            var cells = columns.Length == 1 ? texts : new string?[rowCount];
            for (var row = 0; columns.Length > 1 && row < rowCount; row++)
            {
                cells[row] = texts[row * columns.Length + c];
            }

            columns[c] = new TableColumn(columns.Length == 1 ? input.Name : $"{input.Name}[{c}]", cells);
        }

        return Table.FromUnnamedColumns(rowCount, columns);
    }

    private static double[] ToDoubles(InferTensor input)
    {
        var numbers = new double[checked((int)input.Shape.GetElementCount())];
        switch (input.DataType)
        {
            case TensorDataType.FP64:
                input.AsSpan<double>().CopyTo(numbers);
                break;
            case TensorDataType.FP32:
                Widen<float>(input, numbers);
                break;
            case TensorDataType.FP16:
                Widen<Half>(input, numbers);
                break;
            case TensorDataType.INT64:
                Widen<long>(input, numbers);
                break;
            case TensorDataType.INT32:
                Widen<int>(input, numbers);
                break;
            case TensorDataType.INT16:
                Widen<short>(input, numbers);
                break;
            case TensorDataType.INT8:
                Widen<sbyte>(input, numbers);
                break;
            case TensorDataType.UINT64:
                Widen<ulong>(input, numbers);
                break;
            case TensorDataType.UINT32:
                Widen<uint>(input, numbers);
                break;
            case TensorDataType.UINT16:
                Widen<ushort>(input, numbers);
                break;
            case TensorDataType.UINT8 or TensorDataType.BOOL:
                Widen<byte>(input, numbers);
                break;
            case TensorDataType.BF16:
                WidenBrainFloats(input.AsSpan<ushort>(), numbers);
                break;
            default:
                throw InferenceException.InvalidArgument(
                    $"input '{input.Name}' holds {input.DataType.GetName()}, numbers were expected");
        }

        return numbers;
    }

    private static void Widen<T>(InferTensor input, Span<double> numbers)
        where T : unmanaged, INumberBase<T> =>
        TensorPrimitives.ConvertTruncating<T, double>(MemoryMarshal.Cast<byte, T>(input.Data.Span), numbers);

    // The upper half of a float.
    private static void WidenBrainFloats(ReadOnlySpan<ushort> halves, Span<double> numbers)
    {
        for (var i = 0; i < halves.Length; i++)
        {
            numbers[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
        }
    }

    /// <summary>Views the bytes of a tensor as elements, as memory rather than as a span.</summary>
    private sealed class TensorMemory<T>(InferTensor tensor) : MemoryManager<T>
        where T : unmanaged
    {
        public override Span<T> GetSpan() => MemoryMarshal.Cast<byte, T>(tensor.Data.Span);

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
