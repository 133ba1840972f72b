using KServe.Conformance.Tests.Clients;
using KServe.Load.Calls;

namespace KServe.Conformance.Tests.Torture;

/// <summary>P-07: messages that are not the protobuf they claim to be.</summary>
internal static class ProtoCases
{
    private static readonly GrpcCode[] Refused = [GrpcCode.InvalidArgument, GrpcCode.Internal];
    private static readonly GrpcCode[] Taken = [GrpcCode.Ok];

    public static IReadOnlyDictionary<string, (byte[] Message, GrpcCode[] Allowed)> Table { get; } =
        new Dictionary<string, (byte[] Message, GrpcCode[] Allowed)>
        {
            ["field number 0"] = (Valid().Raw(0x02, 0x00).ToArray(), Refused),
            ["wire type 6"] = (Valid().Raw(0x0e).ToArray(), Refused),
            ["wire type 7"] = (Valid().Raw(0x0f).ToArray(), Refused),
            ["tag cut"] = (Valid().Raw(0x80).ToArray(), Refused),
            ["tag of 11 bytes"] = (Valid().Raw([.. Enumerable.Repeat((byte)0xff, 11)]).ToArray(), Refused),
            ["length beyond the end"] = (Valid().Raw(0x0a, 0x7f, 1).ToArray(), Refused),
            ["length of 2^31"] = (Valid().Raw(0x0a, 0x80, 0x80, 0x80, 0x80, 0x08).ToArray(), Refused),
            ["length of 2^63"] = (
                Valid().Raw(0x0a, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01).ToArray(), Refused),
            ["length that is no varint"] = (Valid().Raw(0x0a, 0xff, 0xff).ToArray(), Refused),
            ["name of the wrong type"] = (new ProtoBytes().Varint(1, 7).ToArray(), [.. Refused, GrpcCode.NotFound]),
            ["name that is no UTF-8"] = (new ProtoBytes().Bytes(1, [0xff, 0xfe]).ToArray(), Refused),
            ["id that is no UTF-8"] = (Valid().Bytes(3, [0xc3, 0x28]).ToArray(), Refused),
            ["input of the wrong type"] = (Valid().Varint(5, 1).ToArray(), [.. Refused, GrpcCode.Ok]),
            ["input cut"] = (Valid().Bytes(5, [0x0a, 0x05, 1]).ToArray(), Refused),
            ["shape that is cut"] = (Input(new ProtoBytes().Bytes(3, [0x80])), Refused),
            ["shape of 11-byte varints"] = (
                Input(new ProtoBytes().Bytes(3, [.. Enumerable.Repeat((byte)0xff, 11)])), Refused),
            ["floats of 3 bytes"] = (
                Input(new ProtoBytes().Packed(3, 1).Message(5, new ProtoBytes().Bytes(6, [1, 2, 3]))), Refused),
            ["fixed 32 cut"] = (Valid().Raw(0xfd, 0x01, 1, 2).ToArray(), Refused),
            ["fixed 64 cut"] = (Valid().Raw(0xf9, 0x01, 1, 2).ToArray(), Refused),
            ["group that does not end"] = (Valid().Raw(0xfb, 0x01).ToArray(), Refused),
            ["end of no group"] = (Valid().Raw(0xfc, 0x01).ToArray(), Refused),
            ["groups 101 deep"] = (Valid().Raw(Groups(101)).ToArray(), [.. Refused, GrpcCode.Ok]),
            ["groups 100 000 deep"] = (Valid().Raw(Groups(100_000)).ToArray(), Refused),
            ["messages 101 deep in an unknown field"] = (Valid().Bytes(99, Nested(101)).ToArray(), Taken),
            ["unknown field of 1 MB"] = (Valid().Bytes(99, new byte[1 << 20]).ToArray(), Taken),
            ["parameter without a name"] = (Valid().Message(4, new ProtoBytes()).ToArray(), [.. Refused, GrpcCode.Ok]),
            ["parameter twice"] = (
                Valid().Message(4, Parameter()).Message(4, Parameter()).ToArray(), [.. Refused, GrpcCode.Ok]),
            ["random bytes"] = (Random(), [.. Refused, GrpcCode.NotFound]),
        };

    /// <summary>Begins a request that is right: more can be appended to it.</summary>
    public static ProtoBytes Valid() => new ProtoBytes()
        .Text(1, "identity")
        .Message(5, new ProtoBytes().Text(1, "x").Text(2, "FP32").Packed(3, 1))
        .Bytes(7, [0, 0, 128, 63]);

    private static byte[] Input(ProtoBytes more) => new ProtoBytes()
        .Text(1, "identity")
        .Message(5, new ProtoBytes().Text(1, "x").Text(2, "FP32").Raw(more.ToArray()))
        .ToArray();

    private static ProtoBytes Parameter() => new ProtoBytes().Text(1, "p").Message(2, new ProtoBytes().Varint(2, 1));

    private static byte[] Groups(int depth) =>
    [
        .. Enumerable.Repeat<byte[]>([0xfb, 0x01], depth).SelectMany(static tag => tag),
        .. Enumerable.Repeat<byte[]>([0xfc, 0x01], depth).SelectMany(static tag => tag),
    ];

    private static byte[] Nested(int depth)
    {
        byte[] message = [];
        for (var i = 0; i < depth; i++)
        {
            message = new ProtoBytes().Bytes(1, message).ToArray();
        }

        return message;
    }

    private static byte[] Random()
    {
        var bytes = new byte[200];
        new Random(7).NextBytes(bytes);
        return bytes;
    }
}
