using System.Text;
using KServe.Runtime.Files;
using KServe.Runtime.Onnx.Graph;

namespace KServe.Runtime.Onnx;

/// <summary>Looks at the operators of an ONNX file without reading its weights.</summary>
internal static class OnnxTreeProbe
{
    private const int GraphField = 7;
    private const int NodeField = 1;
    private const int OperatorField = 4;
    private const int BytesWire = 2;
    private const int MaxOperatorLength = 64;

    /// <summary>Tells whether a graph is a tree ensemble and nodes that may stand around one.</summary>
    public static bool IsTreeEnsemble(ByteSource source)
    {
        while (source.Remaining > 0)
        {
            var (field, length) = ReadField(source);
            if (field == GraphField)
            {
                return IsTreeGraph(source, source.Remaining - length);
            }

            source.Skip(length);
        }

        return false;
    }

    private static bool IsTreeGraph(ByteSource source, long end)
    {
        var (nodes, ensembles) = (0, 0);
        while (source.Remaining > end)
        {
            var (field, length) = ReadField(source);
            if (field != NodeField)
            {
                source.Skip(length);
                continue;
            }

            var name = ReadOperator(source, source.Remaining - length);
            if (++nodes > OnnxGraph.MaxNodes || !OnnxTreeReader.Operators.Contains(name))
            {
                return false;
            }

            ensembles += name.StartsWith("TreeEnsemble", StringComparison.Ordinal) ? 1 : 0;
        }

        return ensembles == 1;
    }

    private static string ReadOperator(ByteSource source, long end)
    {
        var name = "";
        while (source.Remaining > end)
        {
            var (field, length) = ReadField(source);
            if (field == OperatorField && length <= MaxOperatorLength)
            {
                var bytes = new byte[length];
                source.ReadExactly(bytes);
                name = Encoding.UTF8.GetString(bytes);
            }
            else
            {
                source.Skip(length);
            }
        }

        return name;
    }

    /// <summary>Reads the tag of a field and how many bytes its value takes; those of integers are consumed.</summary>
    private static (long Field, long Length) ReadField(ByteSource source)
    {
        var tag = ReadVarint(source);
        switch (tag & 7)
        {
            case 0:
                ReadVarint(source);
                return (0, 0);
            case 1:
                return (0, sizeof(ulong));
            case BytesWire:
                var length = ReadVarint(source);
                return length >= 0 && length <= source.Remaining
                    ? (tag >> 3, length)
                    : throw new InvalidDataException("a field is longer than the file");
            case 5:
                return (0, sizeof(uint));
            default:
                throw new InvalidDataException("a field has an unknown wire type");
        }
    }

    private static long ReadVarint(ByteSource source)
    {
        var value = 0L;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = source.ReadByte();
            value |= (long)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("an integer has more than 64 bits");
    }
}
