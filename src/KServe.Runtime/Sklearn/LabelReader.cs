using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn;

/// <summary>Reads class labels from an array.</summary>
internal static class LabelReader
{
    /// <summary>Reads labels.</summary>
    /// <returns><see langword="null"/> when the value is no vector of numbers or texts.</returns>
    public static Labels? Read(object? value)
    {
        if (value is not NumpyArray { Shape.Length: 1 } array)
        {
            return null;
        }

        return array.Type.Kind switch
        {
            NumpyKind.Boolean => new Labels(array.ToDoubles(), TensorDataType.BOOL),
            NumpyKind.Float => new Labels(
                array.ToDoubles(), array.Type.ItemSize == 4 ? TensorDataType.FP32 : TensorDataType.FP64),
            NumpyKind.Signed or NumpyKind.Unsigned => new Labels(array.ToDoubles(), GetIntegerType(array.Type)),
            NumpyKind.Text or NumpyKind.Bytes => new Labels(array.ToTexts()!),
            NumpyKind.Object => ReadObjects(array.Objects),
            _ => null,
        };
    }

    private static Labels? ReadObjects(IReadOnlyList<object?> values)
    {
        if (values.All(static value => value is string))
        {
            return new Labels([.. values.Cast<string>()]);
        }

        return values.All(static value => value is long)
            ? new Labels([.. values.Select(static value => (double)(long)value!)], TensorDataType.INT64)
            : null;
    }

    private static TensorDataType GetIntegerType(NumpyType type) => (type.Kind, type.ItemSize) switch
    {
        (NumpyKind.Signed, 1) => TensorDataType.INT8,
        (NumpyKind.Signed, 2) => TensorDataType.INT16,
        (NumpyKind.Signed, 4) => TensorDataType.INT32,
        (NumpyKind.Unsigned, 1) => TensorDataType.UINT8,
        (NumpyKind.Unsigned, 2) => TensorDataType.UINT16,
        (NumpyKind.Unsigned, 4) => TensorDataType.UINT32,
        (NumpyKind.Unsigned, _) => TensorDataType.UINT64,
        _ => TensorDataType.INT64,
    };
}
