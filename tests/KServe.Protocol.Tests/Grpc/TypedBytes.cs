using KServe.Protocol.Tests.Grpc.Generated;

namespace KServe.Protocol.Tests.Grpc;

/// <summary>Computes the raw form of typed contents in the plainest way.</summary>
internal static class TypedBytes
{
    public static byte[] Of(InferTensorContents contents, TensorDataType type) => type switch
    {
        TensorDataType.BOOL => [.. contents.BoolContents.Select(static value => value ? (byte)1 : (byte)0)],
        TensorDataType.INT8 => [.. contents.IntContents.Select(static value => (byte)(sbyte)value)],
        TensorDataType.INT16 =>
            [.. contents.IntContents.SelectMany(static value => BitConverter.GetBytes((short)value))],
        TensorDataType.INT32 => [.. contents.IntContents.SelectMany(BitConverter.GetBytes)],
        TensorDataType.INT64 => [.. contents.Int64Contents.SelectMany(BitConverter.GetBytes)],
        TensorDataType.UINT8 => [.. contents.UintContents.Select(static value => (byte)value)],
        TensorDataType.UINT16 =>
            [.. contents.UintContents.SelectMany(static value => BitConverter.GetBytes((ushort)value))],
        TensorDataType.UINT32 => [.. contents.UintContents.SelectMany(BitConverter.GetBytes)],
        TensorDataType.UINT64 => [.. contents.Uint64Contents.SelectMany(BitConverter.GetBytes)],
        TensorDataType.FP32 => [.. contents.Fp32Contents.SelectMany(BitConverter.GetBytes)],
        TensorDataType.FP64 => [.. contents.Fp64Contents.SelectMany(BitConverter.GetBytes)],
        _ =>
        [
            .. contents.BytesContents.SelectMany(
                static value => BitConverter.GetBytes(value.Length).Concat(value.ToByteArray())),
        ],
    };
}
