namespace KServe.Protocol.Grpc;

/// <summary>Decodes entries of <c>map&lt;string, InferParameter&gt;</c>.</summary>
internal static class ParameterDecoder
{
    private const int KeyField = 1;
    private const int ValueField = 2;

    /// <summary>Decodes all entries of a field of one message.</summary>
    public static void DecodeAll(
        ref DecodeContext context,
        ReadOnlySpan<byte> message,
        int field,
        InferParameters target)
    {
        var reader = new ProtoReader(message);
        while (reader.ReadTo(field))
        {
            if (context.ParametersLeft-- <= 0)
            {
                throw InferenceException.InvalidArgument(
                    $"the message has more than {context.Limits.MaxParameters} parameters");
            }

            DecodeEntry(ref context, reader.ReadBytes(), target);
        }
    }

    private static void DecodeEntry(ref DecodeContext context, ReadOnlySpan<byte> entry, InferParameters target)
    {
        ReadOnlySpan<byte> key = default;
        InferParameter value = default;
        var hasValue = false;
        var reader = new ProtoReader(entry);
        while (reader.Read())
        {
            if (reader.Field == KeyField)
            {
                key = reader.ReadBytes();
            }
            else if (reader.Field == ValueField)
            {
                // A value that comes twice is merged: a part without a choice leaves the earlier one.
                hasValue |= TryDecodeValue(reader.ReadBytes(), ref value);
            }
            else
            {
                reader.Skip();
            }
        }

        var name = context.GetName(key, "the name of a parameter");
        if (!hasValue)
        {
            throw InferenceException.InvalidArgument($"parameter '{name}' has no value");
        }

        target[name] = value;
    }

    private static bool TryDecodeValue(ReadOnlySpan<byte> message, ref InferParameter value)
    {
        var found = false;
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            var known = true;
            switch (reader.Field)
            {
                case 1:
                    value = new InferParameter(reader.ReadBool());
                    break;
                case 2:
                    value = new InferParameter((long)reader.ReadVarint());
                    break;
                case 3:
                    value = new InferParameter(reader.ReadString());
                    break;
                case 4:
                    value = new InferParameter(reader.ReadDouble());
                    break;
                case 5:
                    value = new InferParameter(reader.ReadVarint());
                    break;
                default:
                    reader.Skip();
                    known = false;
                    break;
            }

            found |= known;
        }

        return found;
    }
}
