using KServe.Conformance.Tests.Clients;
using static KServe.Conformance.Tests.Clients.Http2Error;
using static KServe.Conformance.Tests.Clients.Http2FrameType;

namespace KServe.Conformance.Tests.Torture;

/// <summary>P-01: frames that break the rules of HTTP/2, with the errors that the protocol names for them.</summary>
internal static class Http2Cases
{
    private const byte All = Http2Bytes.EndHeaders | Http2Bytes.EndStream;

    public static IReadOnlyDictionary<string, (Http2Bytes Frames, Http2Error[] Allowed)> Table { get; } =
        new Dictionary<string, (Http2Bytes Frames, Http2Error[] Allowed)>
        {
            ["upper-case header"] = (Get(("X-A", "b")), [ProtocolError]),
            ["header connection"] = (Get(("connection", "close")), [ProtocolError]),
            ["header te other than trailers"] = (Get(("te", "gzip")), [ProtocolError]),
            ["pseudo-header twice"] = (Get((":method", "GET")), [ProtocolError]),
            ["pseudo-header after others"] = (Headers(
                (":method", "GET"), (":scheme", "http"), ("x-a", "b"), (":path", "/")), [ProtocolError]),
            ["unknown pseudo-header"] = (Get((":x", "b")), [ProtocolError]),
            ["response pseudo-header"] = (Get((":status", "200")), [ProtocolError]),
            ["no path"] = (Headers((":method", "GET"), (":scheme", "http")), [ProtocolError]),
            ["no method"] = (Headers((":scheme", "http"), (":path", "/")), [ProtocolError]),
            ["even stream"] = (new Http2Bytes().Get(2), [ProtocolError]),
            ["stream going down"] = (new Http2Bytes().Get(5).Get(3), [ProtocolError, StreamClosed]),
            ["headers on stream 0"] = (new Http2Bytes().Get(0), [ProtocolError]),
            ["data on stream 0"] = (new Http2Bytes().Frame(Data, 0, 0, 1), [ProtocolError]),
            ["data on an idle stream"] = (new Http2Bytes().Frame(Data, 0, 1, 1), [ProtocolError, StreamClosed]),
            ["reset of an idle stream"] = (
                new Http2Bytes().Frame(ResetStream, 0, 1, 0, 0, 0, 8), [ProtocolError, StreamClosed]),
            ["window of an idle stream"] = (
                new Http2Bytes().Frame(WindowUpdate, 0, 1, 0, 0, 0, 1), [ProtocolError, StreamClosed]),
            ["reset of the wrong length"] = (
                new Http2Bytes().Call(1).Frame(ResetStream, 0, 1, 0, 0, 8), [FrameSizeError]),
            ["window update of 0"] = (new Http2Bytes().Frame(WindowUpdate, 0, 0, 0, 0, 0, 0), [ProtocolError]),
            ["window update of 0 on a stream"] = (
                new Http2Bytes().Call(1).Frame(WindowUpdate, 0, 1, 0, 0, 0, 0), [ProtocolError]),
            ["window of the connection overflows"] = (
                new Http2Bytes().Frame(WindowUpdate, 0, 0, 0x7f, 0xff, 0xff, 0xff), [FlowControlError]),
            ["window of a stream overflows"] = (
                new Http2Bytes().Call(1).Frame(WindowUpdate, 0, 1, 0x7f, 0xff, 0xff, 0xff), [FlowControlError]),
            ["frame above the size allowed"] = (
                new Http2Bytes().Call(1).Frame(Data, 0, 1, new byte[16_385]), [FrameSizeError]),
            ["index beyond the tables"] = (
                new Http2Bytes().Frame(Http2FrameType.Headers, All, 1, 0xff, 0xff, 0x7f), [CompressionError]),
            // Kestrel ends the connection, which is what counts, but names another error for this one.
            ["index 0"] = (
                new Http2Bytes().Frame(Http2FrameType.Headers, All, 1, 0x80), [CompressionError, InternalError]),
            ["table larger than allowed"] = (
                new Http2Bytes().Frame(Http2FrameType.Headers, All, 1, 0x3f, 0xff, 0xff, 0x7f), [CompressionError]),
            ["header block cut"] = (
                new Http2Bytes().Frame(Http2FrameType.Headers, All, 1, 0, 10, (byte)'a'), [CompressionError]),
            ["Huffman code padded with zeros"] = (
                new Http2Bytes().Frame(Http2FrameType.Headers, All, 1, 0x00, 0x81, 0x00, 0x01, (byte)'b'),
                [CompressionError, ProtocolError]),
            ["padding longer than the frame"] = (
                new Http2Bytes().Call(1).Frame(Data, Http2Bytes.Padded, 1, 20, 1), [ProtocolError]),
            ["continuation without headers"] = (new Http2Bytes().Frame(Continuation, 4, 1), [ProtocolError]),
            ["frame amid a header block"] = (
                new Http2Bytes().Frame(Http2FrameType.Headers, 0, 1, Http2Bytes.Block(Http2Bytes.GetHeaders))
                    .Frame(Ping, 0, 0, new byte[8]),
                [ProtocolError]),
            ["continuation of another stream"] = (
                new Http2Bytes().Frame(Http2FrameType.Headers, 0, 1, Http2Bytes.Block(Http2Bytes.GetHeaders))
                    .Frame(Continuation, 4, 3),
                [ProtocolError]),
            ["promise from a client"] = (
                new Http2Bytes().Call(1).Frame(PushPromise, 4, 1, 0, 0, 0, 2), [ProtocolError]),
            ["settings on a stream"] = (new Http2Bytes().Frame(Settings, 0, 1), [ProtocolError]),
            ["settings of 5 bytes"] = (new Http2Bytes().Frame(Settings, 0, 0, new byte[5]), [FrameSizeError]),
            ["settings acknowledged with content"] = (
                new Http2Bytes().Frame(Settings, 1, 0, new byte[6]), [FrameSizeError]),
            ["settings: push 2"] = (new Http2Bytes().Setting(2, 2), [ProtocolError]),
            ["settings: window beyond 2^31-1"] = (new Http2Bytes().Setting(4, 0x80000000), [FlowControlError]),
            ["settings: frame size 1"] = (new Http2Bytes().Setting(5, 1), [ProtocolError]),
            ["settings: frame size 2^24"] = (new Http2Bytes().Setting(5, 1 << 24), [ProtocolError]),
            ["ping of 7 bytes"] = (new Http2Bytes().Frame(Ping, 0, 0, new byte[7]), [FrameSizeError]),
            ["ping on a stream"] = (new Http2Bytes().Frame(Ping, 0, 1, new byte[8]), [ProtocolError]),
            ["goaway on a stream"] = (new Http2Bytes().Frame(GoAway, 0, 1, new byte[8]), [ProtocolError]),
            ["priority on stream 0"] = (new Http2Bytes().Frame(Priority, 0, 0, new byte[5]), [ProtocolError]),
            ["priority of 4 bytes"] = (new Http2Bytes().Frame(Priority, 0, 1, new byte[4]), [FrameSizeError]),
            ["stream that depends on itself"] = (
                new Http2Bytes().Frame(Priority, 0, 1, 0, 0, 0, 1, 1), [ProtocolError]),
            ["length 1 and 0 bytes"] = (
                new Http2Bytes().Frame(
                    Http2FrameType.Headers, All, 1, Http2Bytes.Block([.. Http2Bytes.CallHeaders, ("content-length", "1")])),
                [ProtocolError]),
            ["length 1 and 2 bytes"] = (
                new Http2Bytes().Call(1, ("content-length", "1")).Frame(Data, 1, 1, 1, 2), [ProtocolError]),
            ["data after the end"] = (
                new Http2Bytes().Call(1).Frame(Data, 1, 1, 0, 0, 0, 0, 0).Frame(Data, 1, 1, 1),
                [StreamClosed, ProtocolError]),
            ["header of 40 KB"] = (
                Continued(Http2Bytes.Block([.. Http2Bytes.GetHeaders, ("x-a", new string('y', 40_000))])),
                [ProtocolError, EnhanceYourCalm, CompressionError]),
        };

    private static Http2Bytes Get(params (string Name, string Value)[] more) => new Http2Bytes().Get(1, more);

    private static Http2Bytes Headers(params (string Name, string Value)[] headers) =>
        new Http2Bytes().Frame(Http2FrameType.Headers, All, 1, Http2Bytes.Block(headers));

    private static Http2Bytes Continued(byte[] block)
    {
        var frames = new Http2Bytes().Frame(Http2FrameType.Headers, Http2Bytes.EndStream, 1, block.AsSpan(0, 16_000));
        for (var start = 16_000; start < block.Length; start += 16_000)
        {
            var end = Math.Min(block.Length, start + 16_000);
            frames.Frame(Continuation, (byte)(end == block.Length ? 4 : 0), 1, block.AsSpan(start, end - start));
        }

        return frames;
    }
}
