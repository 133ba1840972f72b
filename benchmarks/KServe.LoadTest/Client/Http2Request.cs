using System.Buffers.Binary;
using KServe.LoadTest.Scenarios;

namespace KServe.LoadTest.Client;

/// <summary>The frames of one request, made once; only the stream identifier changes.</summary>
/// <remarks>Immutable and safe for concurrent use.</remarks>
internal sealed class Http2Request
{
    /// <summary>The longest payload that every server takes without asking (RFC 9113, section 6.5.2).</summary>
    public const int MaxPayload = 16_384;

    private readonly byte[][] _frames;

    /// <summary>Makes the frames: headers, then the body in frames of data.</summary>
    public Http2Request(Uri target, LoadRequest request)
    {
        var block = HpackWriter.Create(target, request);
        List<byte[]> frames =
        [
            Http2FrameHeader.CreateFrame(Http2FrameType.Headers, Http2FrameHeader.EndHeaders, 0, block),
        ];
        for (var body = request.Body; !body.IsEmpty;)
        {
            var length = Math.Min(body.Length, MaxPayload);
            var flags = length == body.Length ? Http2FrameHeader.EndStream : (byte)0;
            frames.Add(Http2FrameHeader.CreateFrame(Http2FrameType.Data, flags, 0, body.Span[..length]));
            body = body[length..];
        }

        _frames = [.. frames];
    }

    /// <summary>Gets how many frames there are.</summary>
    public int Count => _frames.Length;

    /// <summary>Gets the size of a frame, with its header.</summary>
    public int GetSize(int frame) => _frames[frame].Length;

    /// <summary>Gets what a frame takes from the windows of flow control; headers take nothing.</summary>
    public int GetWindow(int frame) => frame == 0 ? 0 : _frames[frame].Length - Http2FrameHeader.Size;

    /// <summary>Copies a frame for a stream.</summary>
    public void CopyFrame(int frame, int stream, Span<byte> destination)
    {
        _frames[frame].CopyTo(destination);
        BinaryPrimitives.WriteInt32BigEndian(destination[Http2FrameHeader.StreamOffset..], stream);
    }
}
