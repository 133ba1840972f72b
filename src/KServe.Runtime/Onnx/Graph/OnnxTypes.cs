namespace KServe.Runtime.Onnx.Graph;

/// <summary>Knows ONNX's numbers of the data types that graphs of tree ensembles use.</summary>
internal static class OnnxTypes
{
    public const int Single = 1;
    public const int Double = 11;
    private const int Integer32 = 6;
    private const int Integer64 = 7;
    private const int Text = 8;

    /// <summary>Refuses a type that no ensemble reads.</summary>
    public static void RequireNumbers(int type)
    {
        if (type is not (Single or Double or Integer32 or Integer64))
        {
            throw new InvalidDataException($"the ensemble reads the data type {type}, numbers were expected");
        }
    }

    /// <summary>Reads the target of a Cast before the ensemble.</summary>
    public static int ReadTarget(OnnxNode node)
    {
        var type = checked((int)node.Integer("to", 0));
        return type is Single or Double
            ? type
            : throw new InvalidDataException($"Cast before the ensemble to the data type {type}");
    }

    /// <summary>Reads the target of a Cast behind the ensemble.</summary>
    public static TensorDataType ReadTensorTarget(OnnxNode node, TensorDataType from)
    {
        var type = node.Integer("to", 0);
        return (type, from) switch
        {
            (Text, TensorDataType.BYTES) => TensorDataType.BYTES,
            (Single, not TensorDataType.BYTES) => TensorDataType.FP32,
            (Double, not TensorDataType.BYTES) => TensorDataType.FP64,
            (Integer32, not TensorDataType.BYTES) => TensorDataType.INT32,
            (Integer64, not TensorDataType.BYTES) => TensorDataType.INT64,
            _ => throw new InvalidDataException($"Cast from {from} to the data type {type}"),
        };
    }
}
