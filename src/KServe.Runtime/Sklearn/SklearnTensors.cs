using System.Globalization;
using System.Numerics;
using KServe.Runtime.Sklearn.Values;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Sklearn;

/// <summary>Makes tensors of what estimators give.</summary>
internal static class SklearnTensors
{
    /// <summary>Makes a tensor of numbers.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="dataType">What clients see.</param>
    /// <param name="shape">The declared shape, which wins where it holds as many numbers: a third dimension.</param>
    /// <param name="name">The tensor's name.</param>
    /// <param name="pool">Where it is rented.</param>
    public static InferTensor Create(
        Matrix values, TensorDataType dataType, TensorShape shape, string name, TensorPool pool)
    {
        var tensor = InferTensor.Rent(pool, name, dataType, GetShape(values, shape));
        Fill(values.Values, tensor);
        return tensor;
    }

    private static void Fill(ReadOnlySpan<double> values, InferTensor tensor)
    {
        switch (tensor.DataType)
        {
            case TensorDataType.FP64:
                values.CopyTo(tensor.AsSpan<double>());
                break;
            case TensorDataType.FP32:
                Convert(values, tensor.AsSpan<float>());
                break;
            case TensorDataType.INT64:
                Convert(values, tensor.AsSpan<long>());
                break;
            case TensorDataType.INT32:
                Convert(values, tensor.AsSpan<int>());
                break;
            default:
                FillSmall(values, tensor);
                break;
        }
    }

    /// <summary>Makes a tensor of transformed rows: dense, and of texts where a column holds them.</summary>
    public static InferTensor Create(Features features, TabularOutput output, string name, TensorPool pool)
    {
        if (features.Table is not { HasColumns: true } table)
        {
            return Create(features.ToDense(), output.DataType, output.Shape, name, pool);
        }

        var columns = Enumerable.Range(0, table.ColumnCount).Select(table.GetColumn).ToArray();
        if (!Array.Exists(columns, static column => column.Kind == TableColumnKind.Text))
        {
            return Create(features.ToDense(), output.DataType, output.Shape, name, pool);
        }

        var texts = new string[checked(table.RowCount * columns.Length)];
        for (var i = 0; i < texts.Length; i++)
        {
            var (row, column) = Math.DivRem(i, columns.Length);
            texts[i] = columns[column].Kind == TableColumnKind.Text
                ? columns[column].Texts[row] ?? ""
                : columns[column].Numbers[row].ToString("R", CultureInfo.InvariantCulture);
        }

        return BytesTensor.Rent(pool, name, [table.RowCount, columns.Length], texts);
    }

    /// <summary>Makes a tensor of a prediction: of labels for a classifier.</summary>
    public static InferTensor Create(Prediction prediction, TensorDataType dataType, string name, TensorPool pool)
    {
        var values = prediction.Values;
        if (prediction.Labels is not { } labels)
        {
            return Create(values, prediction.DataType, default, name, pool);
        }

        if (labels[0].AreTexts)
        {
            var texts = new string[values.Values.Length];
            for (var i = 0; i < texts.Length; i++)
            {
                texts[i] = labels[i % values.ColumnCount].GetText((int)values.Values[i]);
            }

            return BytesTensor.Rent(pool, name, GetShape(values, default), texts);
        }

        var tensor = InferTensor.Rent(pool, name, dataType, GetShape(values, default));
        var count = values.Values.Length;
        const int Few = 64;
        var numbers = count <= Few ? stackalloc double[count] : new double[count];
        for (var i = 0; i < count; i++)
        {
            numbers[i] = labels[i % values.ColumnCount].GetNumber((int)values.Values[i]);
        }

        Fill(numbers, tensor);
        return tensor;
    }

    private static TensorShape GetShape(Matrix values, TensorShape declared)
    {
        if (declared.Rank == 3)
        {
            var unknown = declared.Dimensions.IndexOf(-1);
            long rest = 1;
            for (var i = 0; i < declared.Rank; i++)
            {
                rest *= i == unknown ? 1 : declared[i];
            }

            var shape = declared.Dimensions.ToArray();
            shape[unknown] = values.Values.Length / rest;
            return TensorShape.Create(shape);
        }

        return values.IsVector ? [values.RowCount] : [values.RowCount, values.ColumnCount];
    }

    private static void FillSmall(ReadOnlySpan<double> values, InferTensor tensor)
    {
        switch (tensor.DataType)
        {
            case TensorDataType.BOOL or TensorDataType.UINT8:
                Convert(values, tensor.Data.Span);
                break;
            case TensorDataType.INT8:
                Convert(values, tensor.AsSpan<sbyte>());
                break;
            case TensorDataType.INT16:
                Convert(values, tensor.AsSpan<short>());
                break;
            case TensorDataType.UINT16:
                Convert(values, tensor.AsSpan<ushort>());
                break;
            case TensorDataType.UINT32:
                Convert(values, tensor.AsSpan<uint>());
                break;
            default:
                Convert(values, tensor.AsSpan<ulong>());
                break;
        }
    }

    private static void Convert<T>(ReadOnlySpan<double> values, Span<T> result)
        where T : INumberBase<T>
    {
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = T.CreateTruncating(values[i]);
        }
    }
}
