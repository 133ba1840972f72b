using System.Text;

namespace KServe.Client.Tests;

/// <summary>Makes tensors of any type and shape.</summary>
internal static class RandomTensors
{
    public static readonly TensorDataType[] All = [.. Enum.GetValues<TensorDataType>().Skip(1)];

    public static InferTensor Create(Random random, string name, TensorDataType type, bool isJson)
    {
        var dimensions = new long[random.Next(0, 4)];
        for (var i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = random.Next(0, 5);
        }

        return Create(random, name, type, TensorShape.Create(dimensions), isJson);
    }

    public static InferTensor Create(
        Random random, string name, TensorDataType type, TensorShape shape, bool isJson)
    {
        var count = (int)shape.GetElementCount();
        var data = type == TensorDataType.BYTES
            ? Bytes(random, count, isJson)
            : new byte[count * type.GetElementSize()];
        if (type != TensorDataType.BYTES)
        {
            random.NextBytes(data);
            for (var i = 0; i < data.Length; i++)
            {
                // an exponent whose highest bits are clear is neither NaN nor infinite
                data[i] = type == TensorDataType.BOOL ? (byte)(data[i] & 1) : isJson ? (byte)(data[i] & 0xBF) : data[i];
            }
        }

        return InferTensor.FromMemory(name, type, shape, data);
    }

    private static byte[] Bytes(Random random, int count, bool isText)
    {
        using var data = new MemoryStream();
        for (var i = 0; i < count; i++)
        {
            var element = new byte[random.Next(0, 12)];
            random.NextBytes(element);
            element = isText ? Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(element)) : element;
            data.Write(BitConverter.GetBytes(element.Length));
            data.Write(element);
        }

        return data.ToArray();
    }
}
