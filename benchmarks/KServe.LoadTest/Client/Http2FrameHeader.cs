using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace KServe.LoadTest.Client;

/// <summary>The nine bytes in front of every frame of HTTP/2 (RFC 9113, section 4.1).</summary>
/// <param name="Length">The length of the payload.</param>
/// <param name="Type">The kind.</param>
/// <param name="Flags">The flags of the kind.</param>
/// <param name="Stream">The stream; 0 is the connection.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Http2FrameHeader(int Length, Http2FrameType Type, byte Flags, int Stream)
{
    /// <summary>The size in bytes.</summary>
    public const int Size = 9;

    /// <summary>The flag that ends a stream, of headers and data.</summary>
    public const byte EndStream = 0x1;

    /// <summary>The flag that answers settings or a ping.</summary>
    public const byte Acknowledge = 0x1;

    /// <summary>The flag that ends a header block.</summary>
    public const byte EndHeaders = 0x4;

    /// <summary>The flag of padding, of headers and data.</summary>
    public const byte Padded = 0x8;

    /// <summary>The flag of a priority in front of headers.</summary>
    public const byte Priority = 0x20;

    /// <summary>The offset of the stream identifier.</summary>
    public const int StreamOffset = 5;

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">At least <see cref="Size"/> bytes.</param>
    public static Http2FrameHeader Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt32BigEndian(bytes) >>> 8,
        (Http2FrameType)bytes[3],
        bytes[4],
        BinaryPrimitives.ReadInt32BigEndian(bytes[StreamOffset..]) & int.MaxValue);

    /// <summary>Writes the header.</summary>
    /// <param name="bytes">At least <see cref="Size"/> bytes.</param>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes, (Length << 8) | (byte)Type);
        bytes[4] = Flags;
        BinaryPrimitives.WriteInt32BigEndian(bytes[StreamOffset..], Stream);
    }

    /// <summary>Makes a whole frame.</summary>
    public static byte[] CreateFrame(Http2FrameType type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[Size + payload.Length];
        new Http2FrameHeader(payload.Length, type, flags, stream).Write(frame);
        payload.CopyTo(frame.AsSpan(Size));
        return frame;
    }

    /// <summary>Takes padding and priority off a payload.</summary>
    public ReadOnlySpan<byte> Unpad(ReadOnlySpan<byte> payload)
    {
        if ((Flags & Padded) != 0)
        {
            payload = payload[1..^payload[0]];
        }

        return Type == Http2FrameType.Headers && (Flags & Priority) != 0 ? payload[5..] : payload;
    }
}
