namespace KServe.Protocol.Grpc;

/// <summary>Holds the fields of a tensor's message, which may come in any order.</summary>
internal ref struct TensorFields
{
    public const int NameField = 1;
    public const int DataTypeField = 2;
    public const int ShapeField = 3;
    public const int ParametersField = 4;
    public const int ContentsField = 5;

    public ReadOnlySpan<byte> Name;
    public ReadOnlySpan<byte> DataType;
    public int Rank;
    public bool HasParameters;

    /// <summary>Has the bit 1 &lt;&lt; n set when field n of the contents holds elements.</summary>
    public int ContentsMask;

    /// <summary>Reads all fields; dimensions beyond the length of the span are counted, not kept.</summary>
    public static TensorFields Scan(ReadOnlySpan<byte> message, Span<long> dimensions)
    {
        TensorFields fields = default;
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case NameField:
                    fields.Name = reader.ReadBytes();
                    break;
                case DataTypeField:
                    fields.DataType = reader.ReadBytes();
                    break;
                case ShapeField:
                    fields.AddDimensions(ref reader, dimensions);
                    break;
                case ParametersField:
                    reader.ReadBytes();
                    fields.HasParameters = true;
                    break;
                case ContentsField:
                    fields.ContentsMask |= ScanContents(reader.ReadBytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return fields;
    }

    private static int ScanContents(ReadOnlySpan<byte> contents)
    {
        var mask = 0;
        var reader = new ProtoReader(contents);
        while (reader.Read())
        {
            var field = reader.Field;
            var start = reader.Position;
            var isPacked = reader.WireType == ProtoWireType.LengthDelimited && field != TypedContentsField.Bytes;
            reader.Skip();

            // The length 0 of an empty packed list takes one byte.
            if (field <= TypedContentsField.Bytes && (!isPacked || reader.Position - start > 1))
            {
                mask |= 1 << field;
            }
        }

        return mask;
    }

    private void AddDimensions(ref ProtoReader reader, Span<long> dimensions)
    {
        if (reader.WireType != ProtoWireType.LengthDelimited)
        {
            AddDimension((long)reader.ReadVarint(), dimensions);
            return;
        }

        var packed = new ProtoReader(reader.ReadBytes());
        while (!packed.IsAtEnd)
        {
            AddDimension((long)packed.ReadRawVarint(), dimensions);
        }
    }

    private void AddDimension(long dimension, Span<long> dimensions)
    {
        if (Rank < dimensions.Length)
        {
            dimensions[Rank] = dimension;
        }

        Rank++;
    }
}
