using System.IO.Compression;
using System.Text;
using KServe.Conformance.Tests.Clients;
using KServe.Conformance.Tests.Hosting;

namespace KServe.Conformance.Tests.Torture;

/// <summary>Group H: sizes, compression and slow clients, on a server with small limits.</summary>
public sealed class BodyLimitTests(ServerFixture fixture) : TortureTest(fixture)
{
    private const string Json = """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""";
    private const int SlowClients = 200;

    private protected override ServerKind Kind => ServerKind.Limited;

    [Theory]
    [InlineData(0, false, 200)]
    [InlineData(1, false, 413)]
    [InlineData(0, true, 200)]
    [InlineData(1, true, 413)]
    public async Task Socket_H06BodyAtTheLimit_IsCountedExactly(int beyond, bool chunked, int status)
    {
        var body = Json.PadRight(ServerLimits.BodySize + beyond);
        var request = chunked
            ? Http1Cases.Post("Connection: close\r\nTransfer-Encoding: chunked", $"{body.Length:x}\r\n{body}\r\n0\r\n\r\n")
            : Http1Cases.Post($"Connection: close\r\nContent-Length: {body.Length}", body);
        using var socket = await RawSocket.ConnectAsync(Server.Http, Cancellation);
        await socket.SendAsync(request, Cancellation);
        var reply = new RawReply(await socket.ReadToEndAsync(Cancellation));
        Assert.True(reply.Status == status, reply.ToString());
    }

    [Fact]
    public async Task Socket_H06LengthAboveTheLimit_IsRefusedBeforeTheBody()
    {
        using var socket = await RawSocket.ConnectAsync(Server.Http, Cancellation);
        await socket.SendAsync(Http1Cases.Post("Content-Length: 70000", ""), Cancellation);
        Assert.Equal(413, new RawReply(await socket.ReadToEndAsync(Cancellation)).Status);
    }

    [Fact]
    public Task Rest_Gzip_IsRead() => RunAsync(Encoded("gzip", "gzip", Gzip(Encoding.UTF8.GetBytes(Json)), 200));

    [Fact]
    public Task Rest_H07GzipBomb_IsRefused() =>
        RunAsync(Encoded("H-07 gzip bomb", "gzip", Gzip(new byte[32 << 20]), 413));

    [Theory]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("deflate")]
    [InlineData("gzip, gzip")]
    [InlineData("gzip;q=1")]
    [InlineData("")]
    public Task Rest_H07OtherEncoding_IsRefused(string encoding) => RunAsync(
        Encoded($"H-07 {encoding}", encoding, Gzip(Gzip(Encoding.UTF8.GetBytes(Json))), 415));

    [Theory]
    [InlineData("truncated")]
    [InlineData("corrupt data")]
    [InlineData("corrupt checksum")]
    [InlineData("corrupt length")]
    [InlineData("trailing garbage")]
    [InlineData("no gzip at all")]
    [InlineData("empty")]
    public Task Rest_H08BrokenGzip_IsRefused(string how)
    {
        var gzip = Gzip(Encoding.UTF8.GetBytes(Json));
        byte[] body = how switch
        {
            "truncated" => gzip[..(gzip.Length / 2)],
            "corrupt data" => Flip(gzip, gzip.Length / 2),
            "corrupt checksum" => Flip(gzip, gzip.Length - 8),
            "corrupt length" => Flip(gzip, gzip.Length - 4),
            "trailing garbage" => [.. gzip, 1, 2, 3],
            "empty" => [],
            _ => Encoding.UTF8.GetBytes(Json),
        };
        return RunAsync(Encoded($"H-08 {how}", "gzip", body, 400));
    }

    [Theory]
    [InlineData("H-09 slow head", "POST /v2/models/identity/infer HT")]
    [InlineData("H-09 slow headers", "POST /v2/models/identity/infer HTTP/1.1\r\nHost: loc")]
    public async Task Socket_H09SlowHead_IsTimedOut(string name, string begin)
    {
        using var socket = await RawSocket.ConnectAsync(Server.Http, Cancellation);
        await socket.SendAsync(begin, Cancellation);
        var reply = new RawReply(await socket.ReadToEndAsync(Cancellation));
        Assert.True(reply.Status is 408, $"{name}: {reply}");
    }

    [Fact]
    public async Task Socket_H09SlowBody_IsTimedOut()
    {
        using var socket = await RawSocket.ConnectAsync(Server.Http, Cancellation);
        await socket.SendAsync(Http1Cases.Post("Content-Length: 100", "{"), Cancellation);
        var reply = new RawReply(await socket.ReadToEndAsync(Cancellation));
        Assert.True(reply.Status is 408, reply.ToString());
    }

    [Fact]
    public async Task Socket_H09ManySlowClients_DoNotBlockOthers()
    {
        var sockets = new RawSocket[SlowClients];
        for (var i = 0; i < SlowClients; i++)
        {
            sockets[i] = await RawSocket.ConnectAsync(Server.Http, Cancellation);
            await sockets[i].SendAsync(Http1Cases.Post("Content-Length: 100", "{"), Cancellation);
        }

        for (var i = 0; i < 20; i++)
        {
            var reply = await Server.Rest.PostAsync(RestCase.Identity, Encoding.UTF8.GetBytes(Json), Cancellation);
            Assert.Equal(200, reply.Status);
        }

        foreach (var socket in sockets)
        {
            socket.Dispose();
        }
    }

    [Fact]
    public async Task Socket_H10ClientThatDoesNotRead_IsCut()
    {
        var body = """{"parameters":{"binary_data_output":true},"inputs":[]}""";
        using var socket = await RawSocket.ConnectAsync(Server.Http, Cancellation);
        await socket.SendAsync(
            "POST /v2/models/large/infer HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}",
            Cancellation);
        while (Server.Gauges.Rented == 0)
        {
            await Server.Rest.GetAsync("/v2/health/live", Cancellation);
        }

        // Nothing is read here until the server has let go of the answer.
        while (Server.Gauges.Rented != 0)
        {
            await Server.Rest.GetAsync("/v2/health/live", Cancellation);
        }

        Assert.InRange((await socket.ReadToEndAsync(Cancellation)).Length, 0, Models.LargePredictor.Length - 1);
    }

    private static RestCase Encoded(string name, string encoding, byte[] body, int status) => new(name, body)
    {
        Headers = [new("Content-Encoding", encoding)], Allowed = [status],
    };

    private static byte[] Gzip(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return target.ToArray();
    }

    private static byte[] Flip(byte[] bytes, int index)
    {
        var flipped = (byte[])bytes.Clone();
        flipped[index] ^= 0x55;
        return flipped;
    }
}
