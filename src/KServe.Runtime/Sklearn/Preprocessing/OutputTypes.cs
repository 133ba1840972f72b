using KServe.Runtime.Pickle;

namespace KServe.Runtime.Sklearn.Preprocessing;

/// <summary>Reads the data type that a transformer was told to give.</summary>
internal static class OutputTypes
{
    /// <summary>Reads <c>dtype</c>: a type of numpy or Python, or the name of one.</summary>
    /// <param name="source">The attributes.</param>
    /// <param name="fallback">What is given when it does not say.</param>
    public static TensorDataType Read(SklearnObject source, TensorDataType fallback = TensorDataType.FP64)
    {
        var name = source.ValueOrNull("dtype") switch
        {
            PickleClass type => type.Name,
            string text => text,
            _ => "",
        };
        return name switch
        {
            "float64" or "float" or "double" or "float_" => TensorDataType.FP64,
            "float32" or "single" => TensorDataType.FP32,
            "int64" or "int" or "int_" or "longlong" or "intp" => TensorDataType.INT64,
            "int32" or "intc" => TensorDataType.INT32,
            "int16" => TensorDataType.INT16,
            "int8" => TensorDataType.INT8,
            "uint8" => TensorDataType.UINT8,
            "uint16" => TensorDataType.UINT16,
            "uint32" => TensorDataType.UINT32,
            "bool" or "bool_" => TensorDataType.BOOL,
            _ => fallback,
        };
    }

    /// <summary>Finds the type of columns side by side: their common one, or FP64.</summary>
    public static TensorDataType Join(IReadOnlyList<TensorDataType> types)
    {
        for (var i = 1; i < types.Count; i++)
        {
            if (types[i] != types[0])
            {
                return TensorDataType.FP64;
            }
        }

        return types.Count == 0 ? TensorDataType.FP64 : types[0];
    }
}
