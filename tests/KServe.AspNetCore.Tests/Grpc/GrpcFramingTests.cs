using System.IO.Compression;
using Google.Protobuf;
using KServe.Protocol.Tests.Grpc.Generated;

namespace KServe.AspNetCore.Tests.Grpc;

public sealed class GrpcFramingTests
{
    [Theory]
    [InlineData("00 FF FF FF FF", 8)] // longer than any limit
    [InlineData("00 04 00 00 01", 8)] // one byte more than 64 MiB
    [InlineData("00 00 00 00 05 01", 13)] // cut off within the message
    [InlineData("00 00 00", 13)] // cut off within the length
    [InlineData("", 13)] // no message
    [InlineData("00 00 00 00 00 00 00 00 00 00", 13)] // two messages
    [InlineData("00 00 00 00 00 01", 13)] // data after the message
    [InlineData("02 00 00 00 00", 13)] // an unknown flag
    [InlineData("01 00 00 00 00", 13)] // compressed, without an encoding
    public async Task Call_BrokenFrame_HasItsStatus(string hex, int status)
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        var body = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        var reply = await server.Client.CallAsync("ServerLive", body);
        Assert.Equal((200, status), (reply.Http, reply.Status));
        Assert.Equal(0, (await server.Client.CallAsync("ServerLive", new ServerLiveRequest())).Status);
    }

    [Theory]
    [InlineData("identity", 13)]
    [InlineData("deflate", 12)]
    [InlineData("zstd", 12)]
    public async Task Call_CompressedByOther_IsRefused(string encoding, int status)
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        var reply = await server.Client.CallAsync(
            "ServerLive", GrpcTestClient.Frame([], flag: 1), With("grpc-encoding", encoding));
        Assert.Equal(status, reply.Status);
        Assert.Equal(status == 12 ? "identity,gzip" : null, reply.Get("grpc-accept-encoding"));
    }

    [Fact]
    public async Task ModelInfer_GzipRequest_IsInflated()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        var request = Requests.Raw("m", [.. Enumerable.Range(0, 10_000)]);
        var reply = await server.Client.CallAsync(
            "ModelInfer",
            GrpcTestClient.Frame(Gzip(request.ToByteArray()), flag: 1),
            With("grpc-encoding", "gzip"));
        Assert.Equal(request.RawInputContents, reply.Read(ModelInferResponse.Parser).RawOutputContents);
    }

    [Fact]
    public async Task ModelInfer_UncompressedMessageUnderGzip_IsTaken()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        var reply = await server.Client.CallAsync(
            "ModelInfer", Requests.Raw("m", 1), With("grpc-encoding", "gzip"));
        Assert.Equal(0, reply.Status);
    }

    [Fact]
    public async Task ModelInfer_GzipBomb_IsResourceExhausted()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        var bomb = Gzip(new byte[(64 << 20) + 1]);
        var reply = await server.Client.CallAsync(
            "ModelInfer", GrpcTestClient.Frame(bomb, flag: 1), With("grpc-encoding", "gzip"));
        Assert.Equal(8, reply.Status);
    }

    [Fact]
    public async Task ModelInfer_BrokenGzip_IsInternal()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        var gzip = Gzip(Requests.Raw("m", 1).ToByteArray());
        foreach (var broken in new[] { gzip[..^9], [.. gzip, 0], [1, 2, 3] })
        {
            var reply = await server.Client.CallAsync(
                "ModelInfer", GrpcTestClient.Frame(broken, flag: 1), With("grpc-encoding", "gzip"));
            Assert.Equal(13, reply.Status);
        }
    }

    [Theory]
    [InlineData("identity, gzip", true)]
    [InlineData("identity", false)]
    [InlineData("gzip2", false)]
    public async Task ModelInfer_CompressedResponses_FollowTheClient(string accepted, bool isCompressed)
    {
        await using var server = await GrpcServer.StartAsync(
            new EchoPredictor(), static options => options.CompressResponses = true);
        var request = Requests.Raw("m", new int[10_000]);
        var reply = await server.Client.CallAsync("ModelInfer", request, With("grpc-accept-encoding", accepted));
        var message = Assert.Single(reply.Messages);
        Assert.Equal((isCompressed, isCompressed ? "gzip" : null), (message.IsCompressed, reply.Get("grpc-encoding")));
        var data = isCompressed ? Ungzip(message.Data) : message.Data;
        Assert.Equal(request.RawInputContents, ModelInferResponse.Parser.ParseFrom(data).RawOutputContents);
    }

    [Fact]
    public async Task ModelInfer_ResponseTooLarge_IsResourceExhausted()
    {
        await using var server = await GrpcServer.StartAsync(
            new EchoPredictor(), static options => options.MaxSendMessageSize = 1024);
        var reply = await server.Client.CallAsync("ModelInfer", Requests.Raw("m", new int[1000]));
        Assert.Equal((8, true), (reply.Status, reply.IsTrailersOnly));
    }

    [Fact]
    public async Task ModelInfer_ServerFull_IsUnavailable()
    {
        await using var server = await GrpcServer.StartAsync(
            new EchoPredictor(), static options => options.MaxBufferedBytes = 1 << 20);
        var reply = await server.Client.CallAsync("ModelInfer", Requests.Raw("m", new int[1 << 19]));
        Assert.Equal(14, reply.Status);
    }

    [Fact]
    public async Task ModelInfer_LargerThanKestrelsOwnLimit_IsTaken()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        var request = Requests.Raw("m", new int[10 << 20]);
        var response = (await server.Client.CallAsync("ModelInfer", request)).Read(ModelInferResponse.Parser);
        Assert.Equal(40 << 20, response.RawOutputContents[0].Length);
    }

    private static Action<HttpRequestMessage> With(string name, string value) =>
        message => message.Headers.TryAddWithoutValidation(name, value);

    private static byte[] Gzip(byte[] data)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(data);
        }

        return target.ToArray();
    }

    private static byte[] Ungzip(byte[] data)
    {
        using var gzip = new GZipStream(new MemoryStream(data), CompressionMode.Decompress);
        using var target = new MemoryStream();
        gzip.CopyTo(target);
        return target.ToArray();
    }
}
