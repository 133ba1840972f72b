using KServe.Conformance.Tests.Clients;
using KServe.Conformance.Tests.Hosting;
using KServe.Load.Calls;

namespace KServe.Conformance.Tests.Torture;

/// <summary>Group P on raw HTTP/2 connections.</summary>
public sealed class Http2Tests(ServerFixture fixture) : ConformanceTest(fixture)
{
    private const int Flood = 10_000;

    public static TheoryData<string> Names => [.. Http2Cases.Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Frames_P01BrokenRule_AnswersWithItsError(string name)
    {
        var (frames, allowed) = Http2Cases.Table[name];
        using var socket = await Http2Socket.ConnectAsync(Server.Grpc, Cancellation);
        await socket.SendAsync(frames, Cancellation);
        var error = await socket.ReadUntilAsync(
            static frame => frame.Type is Http2FrameType.GoAway or Http2FrameType.ResetStream, Cancellation);
        Assert.NotNull(error);
        Assert.True(allowed.Contains(error.Error), $"{name}: {error}");
    }

    [Fact]
    public async Task Frames_UnknownTypeAndPing_AreIgnoredAndAnswered()
    {
        using var socket = await Http2Socket.ConnectAsync(Server.Grpc, Cancellation);
        byte[] opaque = [1, 2, 3, 4, 5, 6, 7, 8];
        await socket.SendAsync(
            new Http2Bytes().Frame(Http2FrameType.Unknown, 0, 0, 1, 2).Setting(0x7777, 5)
                .Frame(Http2FrameType.Ping, 0, 0, opaque),
            Cancellation);
        var pong = await socket.ReadUntilAsync(static frame => frame.Type == Http2FrameType.Ping, Cancellation);
        Assert.Equal(1, pong!.Flags);
        Assert.Equal(opaque, pong.Payload);
    }

    [Fact]
    public async Task Preface_Broken_EndsTheConnection()
    {
        using var socket = await RawSocket.ConnectAsync(Server.Grpc, Cancellation);
        await socket.SendAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", Cancellation);
        Assert.DoesNotContain("200 OK", await socket.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frames_P02RapidReset_LeavesTheServerWell()
    {
        using var socket = await Http2Socket.ConnectAsync(Server.Grpc, Cancellation);
        await FloodAsync(socket, i => new Http2Bytes().Call((2 * i) + 1)
            .Frame(Http2FrameType.ResetStream, 0, (2 * i) + 1, 0, 0, 0, 8));
    }

    [Fact]
    public async Task Frames_P02ServerMadeToReset_LeavesTheServerWell()
    {
        // The client provokes the resets instead of sending them.
        using var socket = await Http2Socket.ConnectAsync(Server.Grpc, Cancellation);
        await FloodAsync(socket, i => new Http2Bytes().Call((2 * i) + 1)
            .Frame(Http2FrameType.WindowUpdate, 0, (2 * i) + 1, 0, 0, 0, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task Frames_P03ContinuationFlood_LeavesTheServerWell(int size)
    {
        using var socket = await Http2Socket.ConnectAsync(Server.Grpc, Cancellation);
        await socket.SendAsync(
            new Http2Bytes().Frame(Http2FrameType.Headers, 0, 1, Http2Bytes.Block(Http2Bytes.GetHeaders)),
            Cancellation);
        var header = size == 0 ? [] : Http2Bytes.Block(("x-a", new string('y', size)));
        var last = await FloodAsync(socket, _ => new Http2Bytes().Frame(Http2FrameType.Continuation, 0, 1, header));

        // Full ones exceed what headers may take; empty ones cost nothing and are only bounded by the client.
        Assert.True(size == 0 || last is null or { Type: Http2FrameType.GoAway }, $"{last}");
    }

    [Fact]
    public async Task Frames_P03SettingsFlood_LeavesTheServerWell()
    {
        using var socket = await Http2Socket.ConnectAsync(Server.Grpc, Cancellation);
        await FloodAsync(socket, static i => new Http2Bytes().Setting(4, (uint)(65_535 + i)));
    }

    [Fact]
    public async Task Frames_P03PingFlood_LeavesTheServerWell()
    {
        using var socket = await Http2Socket.ConnectAsync(Server.Grpc, Cancellation);
        await FloodAsync(socket, static _ => new Http2Bytes().Frame(Http2FrameType.Ping, 0, 0, new byte[8]));
    }

    [Fact]
    public async Task Frames_P03EmptyDataFlood_LeavesTheServerWell()
    {
        using var socket = await Http2Socket.ConnectAsync(Server.Grpc, Cancellation);
        await socket.SendAsync(new Http2Bytes().Call(1), Cancellation);
        await FloodAsync(socket, static _ => new Http2Bytes().Frame(Http2FrameType.Data, 0, 1));
    }

    [Fact]
    public async Task Frames_P04TwoHundredStreams_HundredRefusedOthersFinish()
    {
        using var socket = await Http2Socket.ConnectAsync(Server.Grpc, Cancellation);
        var open = new Http2Bytes();
        for (var i = 0; i < 200; i++)
        {
            open.Call((2 * i) + 1);
        }

        await socket.SendAsync(open, Cancellation);
        for (var refused = 0; refused < 100; refused++)
        {
            var reset = await socket.ReadUntilAsync(
                static frame => frame.Type == Http2FrameType.ResetStream, Cancellation);
            Assert.Equal(Http2Error.RefusedStream, reset!.Error);
            Assert.True(reset.Stream > 200);
        }

        var frame = new ProtoBytes().Text(1, "identity")
            .Message(5, new ProtoBytes().Text(1, "x").Text(2, "FP32").Packed(3, 1))
            .Bytes(7, [0, 0, 128, 63])
            .ToFrame();
        var finish = new Http2Bytes();
        for (var i = 0; i < 100; i++)
        {
            finish.Frame(Http2FrameType.Data, Http2Bytes.EndStream, (2 * i) + 1, frame);
        }

        await socket.SendAsync(finish, Cancellation);
        HashSet<int> ended = [];
        while (ended.Count < 100)
        {
            var end = await socket.ReadUntilAsync(
                static frame => frame.Type == Http2FrameType.Headers && (frame.Flags & Http2Bytes.EndStream) != 0,
                Cancellation);
            Assert.NotNull(end);
            ended.Add(end.Stream);
        }
    }

    [Fact]
    public async Task Frames_P09ResetAfterHeaders_LeavesNothing()
    {
        using var socket = await Http2Socket.ConnectAsync(Server.Grpc, Cancellation);
        var frames = new Http2Bytes();
        for (var i = 0; i < 50; i++)
        {
            // The first byte of a message that never comes, then the cancel.
            frames.Call((2 * i) + 1)
                .Frame(Http2FrameType.Data, 0, (2 * i) + 1, 0, 0, 16, 0, 0)
                .Frame(Http2FrameType.ResetStream, 0, (2 * i) + 1, 0, 0, 0, 8);
        }

        await socket.SendAsync(frames, Cancellation);
        await SendPingAsync(socket);
    }

    // Sends and reads at the same time: a server that waits for its reader would make this wait too.
    private async Task<Http2Frame?> FloodAsync(Http2Socket socket, Func<int, Http2Bytes> frames)
    {
        // Kestrel logs the end of a connection that floods it as an error.
        AllowedErrorLog = "Microsoft.AspNetCore.Server.Kestrel";
        var reading = ReadToGoAwayAsync(socket);
        for (var i = 0; i < Flood && await socket.SendAsync(frames(i), Cancellation); i++)
        {
        }

        await socket.SendAsync(new Http2Bytes().Frame(Http2FrameType.Ping, 0, 0, "theend!!"u8), Cancellation);
        return await reading;
    }

    private static Task<Http2Frame?> ReadToGoAwayAsync(Http2Socket socket) => socket.ReadUntilAsync(
        static frame => frame.Type == Http2FrameType.GoAway
            || (frame.Type == Http2FrameType.Ping && frame.Payload.AsSpan().SequenceEqual("theend!!"u8)),
        Cancellation);

    private static async Task SendPingAsync(Http2Socket socket)
    {
        await socket.SendAsync(new Http2Bytes().Frame(Http2FrameType.Ping, 0, 0, "theend!!"u8), Cancellation);
        Assert.NotNull(await ReadToGoAwayAsync(socket));
    }
}
