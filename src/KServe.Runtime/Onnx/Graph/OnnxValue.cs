namespace KServe.Runtime.Onnx.Graph;

/// <summary>Describes an input or output that a graph declares.</summary>
/// <param name="Name">The name.</param>
/// <param name="ElementType">ONNX's number of the data type; 0 when it is not told, or no tensor.</param>
/// <param name="Rank">The number of dimensions; -1 when the shape is not told.</param>
/// <param name="LastDimension">The size of the last dimension; -1 when any.</param>
internal sealed record OnnxValue(string Name, int ElementType, int Rank, long LastDimension)
{
    public static OnnxValue Read(ReadOnlySpan<byte> message)
    {
        var value = new OnnxValue("", 0, -1, -1);
        var reader = new OnnxFieldReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    value = value with { Name = reader.ReadText() };
                    break;
                case 2:
                    value = value.ReadType(reader.ReadBytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }

    private OnnxValue ReadType(ReadOnlySpan<byte> message)
    {
        var value = this;
        var reader = new OnnxFieldReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                value = value.ReadTensorType(reader.ReadBytes());
            }
            else
            {
                reader.Skip();
            }
        }

        return value;
    }

    private OnnxValue ReadTensorType(ReadOnlySpan<byte> message)
    {
        var value = this;
        var reader = new OnnxFieldReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    value = value with { ElementType = checked((int)reader.ReadInteger()) };
                    break;
                case 2:
                    value = value.ReadShape(reader.ReadBytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }

    private OnnxValue ReadShape(ReadOnlySpan<byte> message)
    {
        var (rank, last) = (0, -1L);
        var reader = new OnnxFieldReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                rank++;
                last = ReadDimension(reader.ReadBytes());
            }
            else
            {
                reader.Skip();
            }
        }

        return this with { Rank = rank, LastDimension = last };
    }

    private static long ReadDimension(ReadOnlySpan<byte> message)
    {
        var size = -1L;
        var reader = new OnnxFieldReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                size = reader.ReadInteger();
            }
            else
            {
                reader.Skip();
            }
        }

        return size;
    }
}
