namespace KServe.Protocol.Grpc;

/// <summary>Encodes parameters as <c>map&lt;string, InferParameter&gt;</c>.</summary>
internal static class ParameterEncoder
{
    public static void Encode(ProtoWriter writer, int field, InferParameters parameters)
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            var (name, value) = parameters.At(i);
            var entry = writer.BeginMessage(field);
            writer.WriteString(1, name);
            var choice = writer.BeginMessage(2);
            EncodeChoice(writer, value);
            writer.EndMessage(choice);
            writer.EndMessage(entry);
        }
    }

    private static void EncodeChoice(ProtoWriter writer, InferParameter value)
    {
        switch (value.Kind)
        {
            case InferParameterKind.Bool:
                value.TryGetBool(out var flag);
                EncodeVarint(writer, 1, flag ? 1u : 0u);
                break;
            case InferParameterKind.Int64:
                value.TryGetInt64(out var signed);
                EncodeVarint(writer, 2, (ulong)signed);
                break;
            case InferParameterKind.UInt64:
                value.TryGetUInt64(out var unsigned);
                EncodeVarint(writer, 5, unsigned);
                break;
            case InferParameterKind.Double:
                value.TryGetDouble(out var number);
                writer.WriteTag(4, ProtoWireType.Fixed64);
                writer.WriteRawDouble(number);
                break;
            default:
                writer.WriteStringElement(3, value.ToString());
                break;
        }
    }

    /// <summary>Writes zeros too: the field that is there says which choice was made.</summary>
    private static void EncodeVarint(ProtoWriter writer, int field, ulong value)
    {
        writer.WriteTag(field, ProtoWireType.Varint);
        writer.WriteRawVarint(value);
    }
}
