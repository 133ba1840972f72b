using System.Buffers.Binary;
using System.Text;

namespace KServe.Conformance.Tests.Clients;

/// <summary>Writes frames of HTTP/2 by hand, so that they can be wrong on purpose.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class Http2Bytes
{
    public const byte EndStream = 1;
    public const byte EndHeaders = 4;
    public const byte Padded = 8;
    private readonly List<byte> _bytes = [];

    public static byte[] Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    public Http2Bytes Frame(Http2FrameType type, byte flags, int stream, params ReadOnlySpan<byte> payload)
    {
        _bytes.AddRange([(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length]);
        _bytes.AddRange([(byte)type, flags]);
        _bytes.AddRange(BigEndian((uint)stream));
        _bytes.AddRange(payload);
        return this;
    }

    /// <summary>Begins a gRPC call without its body.</summary>
    public Http2Bytes Call(int stream, params (string Name, string Value)[] more) =>
        Frame(Http2FrameType.Headers, EndHeaders, stream, Block([.. CallHeaders, .. more]));

    /// <summary>Sends a GET that is complete.</summary>
    public Http2Bytes Get(int stream, params (string Name, string Value)[] more) =>
        Frame(Http2FrameType.Headers, EndHeaders | EndStream, stream, Block([.. GetHeaders, .. more]));

    public Http2Bytes Setting(ushort id, uint value) =>
        Frame(Http2FrameType.Settings, 0, 0, [(byte)(id >> 8), (byte)id, .. BigEndian(value)]);

    public Http2Bytes Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public byte[] ToArray() => [.. _bytes];

    public static (string Name, string Value)[] GetHeaders { get; } =
    [
        (":method", "GET"), (":scheme", "http"), (":path", "/v2/health/live"), (":authority", "localhost"),
    ];

    public static (string Name, string Value)[] CallHeaders { get; } =
    [
        (":method", "POST"), (":scheme", "http"), (":path", "/inference.GRPCInferenceService/ModelInfer"),
        (":authority", "localhost"), ("content-type", "application/grpc"), ("te", "trailers"),
    ];

    /// <summary>Writes headers as literals that no table remembers.</summary>
    public static byte[] Block(params ReadOnlySpan<(string Name, string Value)> headers)
    {
        List<byte> block = [];
        foreach (var (name, value) in headers)
        {
            block.Add(0);
            Append(block, name);
            Append(block, value);
        }

        return [.. block];
    }

    public static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    // A length of HPACK: seven bits, or all of them set and the rest in groups of seven.
    private static void Append(List<byte> block, string text)
    {
        var length = text.Length;
        if (length < 127)
        {
            block.Add((byte)length);
        }
        else
        {
            block.Add(127);
            for (length -= 127; length >= 128; length >>= 7)
            {
                block.Add((byte)(length | 128));
            }

            block.Add((byte)length);
        }

        block.AddRange(Encoding.Latin1.GetBytes(text));
    }
}
