using Google.Protobuf;

namespace KServe.Protocol.Tests.Grpc;

/// <summary>Writes the top-level fields of a message in another order, which keeps that of equal fields.</summary>
internal static class ProtoShuffle
{
    public static byte[] Shuffle(byte[] message, Random random)
    {
        Dictionary<int, Queue<byte[]>> fields = [];
        var input = new CodedInputStream(message);
        while (!input.IsAtEnd)
        {
            var field = WireFormat.GetTagFieldNumber(input.ReadTag());
            var value = input.ReadBytes();
            using var stream = new MemoryStream();
            using var output = new CodedOutputStream(stream);
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(value);
            output.Flush();
            fields.TryAdd(field, new Queue<byte[]>());
            fields[field].Enqueue(stream.ToArray());
        }

        List<byte> shuffled = [];
        var order = fields.SelectMany(static pair => Enumerable.Repeat(pair.Key, pair.Value.Count)).ToArray();
        random.Shuffle(order);
        foreach (var field in order)
        {
            shuffled.AddRange(fields[field].Dequeue());
        }

        return [.. shuffled];
    }
}
