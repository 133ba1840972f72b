namespace KServe.Protocol.Grpc;

/// <summary>Knows the fields of <c>InferTensorContents</c>.</summary>
internal static class TypedContentsField
{
    public const int Bool = 1;
    public const int Int = 2;
    public const int Int64 = 3;
    public const int UInt = 4;
    public const int UInt64 = 5;
    public const int Fp32 = 6;
    public const int Fp64 = 7;
    public const int Bytes = 8;

    private static readonly string[] Names =
    [
        "", "bool_contents", "int_contents", "int64_contents", "uint_contents", "uint64_contents", "fp32_contents",
        "fp64_contents", "bytes_contents",
    ];

    /// <summary>Gets the field that carries a data type, 0 when only the raw form does.</summary>
    public static int Of(TensorDataType dataType) => dataType switch
    {
        TensorDataType.BOOL => Bool,
        TensorDataType.INT8 or TensorDataType.INT16 or TensorDataType.INT32 => Int,
        TensorDataType.INT64 => Int64,
        TensorDataType.UINT8 or TensorDataType.UINT16 or TensorDataType.UINT32 => UInt,
        TensorDataType.UINT64 => UInt64,
        TensorDataType.FP32 => Fp32,
        TensorDataType.FP64 => Fp64,
        TensorDataType.BYTES => Bytes,
        _ => 0,
    };

    public static string GetName(int field) => Names[field];

    public static ProtoWireType GetWireType(int field) => field switch
    {
        Fp32 => ProtoWireType.Fixed32,
        Fp64 => ProtoWireType.Fixed64,
        Bytes => ProtoWireType.LengthDelimited,
        _ => ProtoWireType.Varint,
    };
}
