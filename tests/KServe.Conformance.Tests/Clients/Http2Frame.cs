using System.Buffers.Binary;

namespace KServe.Conformance.Tests.Clients;

/// <summary>One frame of HTTP/2 that the server sent.</summary>
internal sealed record Http2Frame(Http2FrameType Type, byte Flags, int Stream, byte[] Payload)
{
    /// <summary>Gets the error code of a RST_STREAM or GOAWAY.</summary>
    public Http2Error Error => (Http2Error)BinaryPrimitives.ReadUInt32BigEndian(
        Payload.AsSpan(Type == Http2FrameType.GoAway ? 4 : 0));

    public override string ToString() =>
        Type is Http2FrameType.GoAway or Http2FrameType.ResetStream
            ? $"{Type}({Stream}, {Error})"
            : $"{Type}({Stream})";
}
