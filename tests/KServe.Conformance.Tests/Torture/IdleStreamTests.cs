using KServe.Conformance.Tests.Clients;
using KServe.Conformance.Tests.Hosting;

namespace KServe.Conformance.Tests.Torture;

/// <summary>P-10: streams whose client says nothing more.</summary>
public sealed class IdleStreamTests(ServerFixture fixture) : ConformanceTest(fixture)
{
    private const int Connections = 5;
    private const int Streams = 100;

    private protected override ServerKind Kind => ServerKind.Limited;

    [Fact]
    public async Task Stream_P10ManyIdle_AreClosedByTheIdleTimer()
    {
        var sockets = new Http2Socket[Connections];
        for (var i = 0; i < Connections; i++)
        {
            sockets[i] = await Http2Socket.ConnectAsync(Server.Grpc, Cancellation);
            var open = new Http2Bytes();
            for (var stream = 0; stream < Streams; stream++)
            {
                open.Frame(
                    Http2FrameType.Headers, Http2Bytes.EndHeaders, (2 * stream) + 1, Http2Bytes.Block(
                    [
                        (":method", "POST"), (":scheme", "http"), (":authority", "localhost"),
                        (":path", "/inference.GRPCInferenceService/ModelStreamInfer"),
                        ("content-type", "application/grpc"), ("te", "trailers"),
                    ]));
            }

            await sockets[i].SendAsync(open, Cancellation);
        }

        foreach (var socket in sockets)
        {
            HashSet<int> ended = [];
            while (ended.Count < Streams)
            {
                var end = await socket.ReadUntilAsync(
                    static frame => frame.Type == Http2FrameType.ResetStream
                        || (frame.Type == Http2FrameType.Headers && (frame.Flags & Http2Bytes.EndStream) != 0),
                    Cancellation);
                Assert.NotNull(end);
                ended.Add(end.Stream);
            }

            socket.Dispose();
        }
    }
}
