using System.Numerics;
using System.Runtime.InteropServices;

namespace KServe.Protocol.Grpc;

/// <summary>Encodes a tensor's metadata and, when asked, its typed contents.</summary>
internal static class TensorEncoder
{
    public static void Encode(ProtoWriter writer, InferTensor tensor, TensorContentsForm form)
    {
        var message = writer.BeginMessage(InferMessageScan.TensorsField);
        writer.WriteString(TensorFields.NameField, tensor.Name);
        writer.WriteString(TensorFields.DataTypeField, tensor.DataType.GetName());
        EncodeShape(writer, TensorFields.ShapeField, tensor.Shape);
        if (tensor.HasParameters)
        {
            ParameterEncoder.Encode(writer, TensorFields.ParametersField, tensor.Parameters);
        }

        if (form == TensorContentsForm.Typed && !tensor.Data.IsEmpty)
        {
            var contents = writer.BeginMessage(TensorFields.ContentsField);
            EncodeContents(writer, tensor);
            writer.EndMessage(contents);
        }

        writer.EndMessage(message);
    }

    public static void EncodeShape(ProtoWriter writer, int field, TensorShape shape)
    {
        if (shape.Rank != 0)
        {
            var packed = writer.BeginMessage(field);
            foreach (var dimension in shape)
            {
                writer.WriteRawVarint((ulong)dimension);
            }

            writer.EndMessage(packed);
        }
    }

    private static void EncodeContents(ProtoWriter writer, InferTensor tensor)
    {
        var field = TypedContentsField.Of(tensor.DataType);
        if (tensor.DataType == TensorDataType.BYTES)
        {
            foreach (var element in tensor.EnumerateBytes())
            {
                writer.WriteBytesElement(field, element);
            }
        }
        else if (tensor.DataType is TensorDataType.FP32 or TensorDataType.FP64)
        {
            writer.WriteBytesElement(field, tensor.Data.Span);
        }
        else
        {
            var packed = writer.BeginMessage(field);
            EncodeNumbers(writer, tensor);
            writer.EndMessage(packed);
        }
    }

    private static void EncodeNumbers(ProtoWriter writer, InferTensor tensor)
    {
        var data = tensor.Data.Span;
        switch (tensor.DataType)
        {
            case TensorDataType.BOOL or TensorDataType.UINT8:
                EncodeNumbers<byte>(writer, data);
                break;
            case TensorDataType.INT8:
                EncodeNumbers<sbyte>(writer, data);
                break;
            case TensorDataType.INT16:
                EncodeNumbers<short>(writer, data);
                break;
            case TensorDataType.INT32:
                EncodeNumbers<int>(writer, data);
                break;
            case TensorDataType.INT64:
                EncodeNumbers<long>(writer, data);
                break;
            case TensorDataType.UINT16:
                EncodeNumbers<ushort>(writer, data);
                break;
            case TensorDataType.UINT32:
                EncodeNumbers<uint>(writer, data);
                break;
            default:
                EncodeNumbers<ulong>(writer, data);
                break;
        }
    }

    /// <summary>Widens to 64 bits with the sign, as protobuf does for every signed number.</summary>
    private static void EncodeNumbers<T>(ProtoWriter writer, ReadOnlySpan<byte> data)
        where T : unmanaged, IBinaryInteger<T>
    {
        foreach (var element in MemoryMarshal.Cast<byte, T>(data))
        {
            writer.WriteRawVarint(ulong.CreateTruncating(element));
        }
    }
}
