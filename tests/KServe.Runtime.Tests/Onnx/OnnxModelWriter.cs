using System.Text;

namespace KServe.Runtime.Tests.Onnx;

/// <summary>Writes small ONNX models, field by field.</summary>
internal sealed class OnnxModelWriter
{
    private readonly List<byte[]> _nodes = [];
    private readonly List<byte[]> _outputs = [];

    public int InputType { get; init; } = 1;

    public int FeatureCount { get; init; } = 3;

    /// <summary>Gets the version of ai.onnx.ml.</summary>
    public int Version { get; init; } = 3;

    public OnnxModelWriter AddNode(
        string type, string domain, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes)
    {
        var node = new MemoryStream();
        foreach (var name in inputs)
        {
            Write(node, 1, Encoding.UTF8.GetBytes(name));
        }

        foreach (var name in outputs)
        {
            Write(node, 2, Encoding.UTF8.GetBytes(name));
        }

        Write(node, 4, Encoding.UTF8.GetBytes(type));
        foreach (var (name, value) in attributes)
        {
            Write(node, 5, Attribute(name, value));
        }

        Write(node, 7, Encoding.UTF8.GetBytes(domain));
        _nodes.Add(node.ToArray());
        return this;
    }

    public OnnxModelWriter AddOutput(string name, int type, params int[] shape)
    {
        _outputs.Add(Value(name, type, shape));
        return this;
    }

    public byte[] ToArray()
    {
        var graph = new MemoryStream();
        foreach (var node in _nodes)
        {
            Write(graph, 1, node);
        }

        Write(graph, 2, "g"u8);
        Write(graph, 11, Value("X", InputType, [-1, FeatureCount]));
        foreach (var output in _outputs)
        {
            Write(graph, 12, output);
        }

        var model = new MemoryStream();
        Write(model, 1, 8);
        Write(model, 7, graph.ToArray());
        Write(model, 8, Opset("", 17));
        Write(model, 8, Opset("ai.onnx.ml", Version));
        return model.ToArray();
    }

    /// <summary>Makes a tensor of float32, float64 or bytes.</summary>
    public static byte[] Tensor(double[] values, int type)
    {
        var tensor = new MemoryStream();
        Write(tensor, 1, values.Length);
        Write(tensor, 2, type);
        Write(tensor, 9, type switch
        {
            1 => [.. values.SelectMany(static value => BitConverter.GetBytes((float)value))],
            2 => [.. values.Select(static value => (byte)value)],
            _ => values.SelectMany(BitConverter.GetBytes).ToArray(),
        });
        return tensor.ToArray();
    }

    private static byte[] Attribute(string name, object value)
    {
        var attribute = new MemoryStream();
        Write(attribute, 1, Encoding.UTF8.GetBytes(name));
        var type = value switch
        {
            long number => WriteAll(attribute, 3, 2, number),
            string text => WriteAll(attribute, 4, 3, text),
            byte[] tensor => WriteAll(attribute, 5, 4, tensor),
            float[] numbers => WriteAll(attribute, 7, 6, [.. numbers.Cast<object>()]),
            long[] numbers => WriteAll(attribute, 8, 7, [.. numbers.Cast<object>()]),
            string[] texts => WriteAll(attribute, 9, 8, [.. texts.Cast<object>()]),
            _ => throw new InvalidDataException($"an attribute of {value.GetType()}"),
        };
        Write(attribute, 20, type);
        return attribute.ToArray();
    }

    private static int WriteAll(MemoryStream stream, int field, int type, params object[] values)
    {
        foreach (var value in values)
        {
            switch (value)
            {
                case long number:
                    Write(stream, field, number);
                    break;
                case float number:
                    WriteVarint(stream, (ulong)((field << 3) | 5));
                    stream.Write(BitConverter.GetBytes(number));
                    break;
                case string text:
                    Write(stream, field, Encoding.UTF8.GetBytes(text));
                    break;
                case byte[] bytes:
                    Write(stream, field, bytes);
                    break;
            }
        }

        return type;
    }

    private static byte[] Value(string name, int type, int[] shape)
    {
        var dimensions = new MemoryStream();
        foreach (var size in shape)
        {
            var dimension = new MemoryStream();
            if (size >= 0)
            {
                Write(dimension, 1, size);
            }
            else
            {
                Write(dimension, 2, "n"u8);
            }

            Write(dimensions, 1, dimension.ToArray());
        }

        var tensor = new MemoryStream();
        Write(tensor, 1, type);
        Write(tensor, 2, dimensions.ToArray());
        var types = new MemoryStream();
        Write(types, 1, tensor.ToArray());
        var value = new MemoryStream();
        Write(value, 1, Encoding.UTF8.GetBytes(name));
        Write(value, 2, types.ToArray());
        return value.ToArray();
    }

    private static byte[] Opset(string domain, int version)
    {
        var opset = new MemoryStream();
        Write(opset, 1, Encoding.UTF8.GetBytes(domain));
        Write(opset, 2, version);
        return opset.ToArray();
    }

    private static void Write(MemoryStream stream, int field, long value)
    {
        WriteVarint(stream, (ulong)(field << 3));
        WriteVarint(stream, (ulong)value);
    }

    private static void Write(MemoryStream stream, int field, ReadOnlySpan<byte> bytes)
    {
        WriteVarint(stream, (ulong)((field << 3) | 2));
        WriteVarint(stream, (ulong)bytes.Length);
        stream.Write(bytes);
    }

    private static void WriteVarint(MemoryStream stream, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            stream.WriteByte((byte)(value | 0x80));
        }

        stream.WriteByte((byte)value);
    }
}
