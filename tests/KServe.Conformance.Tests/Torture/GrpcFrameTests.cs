using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using KServe.Conformance.Tests.Clients;
using KServe.Conformance.Tests.Hosting;
using KServe.Load.Calls;

namespace KServe.Conformance.Tests.Torture;

/// <summary>Group P: gRPC frames, messages and headers that no client library would send.</summary>
public sealed class GrpcFrameTests(ServerFixture fixture) : ConformanceTest(fixture)
{
    private const int BombSize = 512 << 20;

    public static TheoryData<string> MessageNames => [.. ProtoCases.Table.Keys];

    [Fact]
    public Task Frame_P05LengthOf4GB_IsTooLarge() => AssertAsync(GrpcCode.ResourceExhausted, [0, 255, 255, 255, 255]);

    [Fact]
    public Task Frame_P05LengthAboveTheLimit_IsTooLarge()
    {
        var frame = new byte[5];
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (64 << 20) + 1);
        return AssertAsync(GrpcCode.ResourceExhausted, frame);
    }

    [Theory]
    [InlineData("P-05 frame shorter than its length", new byte[] { 0, 0, 0, 0, 9, 1, 2 })]
    [InlineData("P-05 frame head cut", new byte[] { 0, 0, 0 })]
    [InlineData("P-05 no frame", new byte[0])]
    [InlineData("P-05 two messages", new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData("P-05 compressed without an encoding", new byte[] { 1, 0, 0, 0, 0 })]
    [InlineData("P-05 flag 2", new byte[] { 2, 0, 0, 0, 0 })]
    public async Task Frame_P05Broken_IsInternalOrUnimplemented(string name, byte[] body)
    {
        var (code, message) = await SendAsync(body);
        Assert.True(
            code is GrpcCode.Internal or GrpcCode.Unimplemented or GrpcCode.InvalidArgument,
            $"{name}: {code} {message}");
        ErrorBody.CheckText(message);
    }

    [Fact]
    public async Task Frame_UnknownEncoding_IsUnimplementedAndNamesTheKnown()
    {
        using var response = await RequestAsync(
            new ProtoBytes().ToFrame(isCompressed: true), request => request.Headers.Add("grpc-encoding", "snappy"));
        Assert.Equal("12", GrpcCall.ReadTrailer(response, "grpc-status"));
        Assert.Contains("gzip", GrpcCall.ReadTrailer(response, "grpc-accept-encoding"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Frame_P06GzipBomb_IsRefusedWithoutTheMemory(bool liesAboutItsLength)
    {
        var gzip = Bomb();
        if (liesAboutItsLength)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(gzip.AsSpan(gzip.Length - 4), 1000);
        }

        var bomb = new ProtoBytes().Raw(gzip).ToFrame(isCompressed: true);
        var before = GC.GetTotalAllocatedBytes();
        var (code, message) = await SendAsync(bomb, request => request.Headers.Add("grpc-encoding", "gzip"));
        Assert.True(
            code == GrpcCode.ResourceExhausted
                || (liesAboutItsLength && code is GrpcCode.Internal or GrpcCode.InvalidArgument),
            $"{code} {message}");

        // Twice the limit and the client's own copies stay far below what the bomb holds.
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, BombSize / 2);
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("no gzip at all")]
    [InlineData("trailing garbage")]
    public async Task Frame_BrokenGzip_IsRefused(string how)
    {
        var gzip = Gzip(new ProtoBytes().Text(1, "identity").ToArray());
        byte[] body = how switch
        {
            "truncated" => gzip[..^6],
            "trailing garbage" => [.. gzip, 1, 2, 3],
            _ => [1, 2, 3],
        };
        var (code, message) = await SendAsync(
            new ProtoBytes().Raw(body).ToFrame(isCompressed: true),
            static request => request.Headers.Add("grpc-encoding", "gzip"));

        // What is left of a cut message may announce any length.
        Assert.True(
            code is GrpcCode.Internal or GrpcCode.InvalidArgument or GrpcCode.ResourceExhausted, $"{code} {message}");
        ErrorBody.CheckText(message);
    }

    [Theory]
    [MemberData(nameof(MessageNames))]
    public async Task Message_P07Malformed_IsRefusedWithoutUnknown(string name)
    {
        var (message, allowed) = ProtoCases.Table[name];
        var (code, text) = await SendAsync(new ProtoBytes().Raw(message).ToFrame());
        Assert.True(allowed.Contains(code), $"{name}: {code} {text}");
        if (code != GrpcCode.Ok)
        {
            ErrorBody.CheckText(text);
        }
    }

    [Theory]
    [InlineData("1n", "DeadlineExceeded")]
    [InlineData("0S", "DeadlineExceeded")]
    [InlineData("abc", "InvalidArgument Internal Ok")]
    [InlineData("999999999H", "InvalidArgument Internal Ok")]
    [InlineData("99999999H", "Ok")]
    [InlineData("-1S", "InvalidArgument Internal DeadlineExceeded")]
    [InlineData("10S", "Ok")]
    public async Task Timeout_P08AnyText_IsReadOrRefused(string timeout, string allowed)
    {
        var (code, message) = await SendAsync(
            ProtoCases.Valid().ToFrame(), request => request.Headers.TryAddWithoutValidation("grpc-timeout", timeout));
        Assert.True(allowed.Split(' ').Contains(code.ToString()), $"{timeout}: {code} {message}");
    }

    [Theory]
    [InlineData("/inference.GRPCInferenceService/Nothing")]
    [InlineData("/inference.Nobody/ModelInfer")]
    public async Task Path_P11Unknown_IsUnimplemented(string path)
    {
        using var request = GrpcCall.CreateRequest(Server.Grpc, path, new ProtoBytes().ToFrame());
        using var response = await SendAsync(request);
        Assert.Equal("12", GrpcCall.ReadTrailer(response, "grpc-status"));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpcx")]
    [InlineData("text/plain")]
    public async Task ContentType_P11NotGrpc_Is415(string contentType)
    {
        using var response = await RequestAsync(
            ProtoCases.Valid().ToFrame(),
            request => request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task ContentType_GrpcProto_IsTaken()
    {
        using var response = await RequestAsync(
            ProtoCases.Valid().ToFrame(),
            static request => request.Content!.Headers.ContentType = new("application/grpc+proto"));
        Assert.Equal("0", GrpcCall.ReadTrailer(response, "grpc-status"));
    }

    [Fact]
    public async Task Metadata_P12BadBase64_IsRefusedOrIgnored()
    {
        var (code, message) = await SendAsync(
            ProtoCases.Valid().ToFrame(),
            request => request.Headers.TryAddWithoutValidation("x-bin", "!!! no base64 !!!"));
        Assert.True(code is GrpcCode.Ok or GrpcCode.InvalidArgument, $"{code} {message}");
    }

    private async Task AssertAsync(GrpcCode expected, byte[] body)
    {
        var (code, message) = await SendAsync(body);
        Assert.True(code == expected, $"{code} {message}");
        ErrorBody.CheckText(message);
    }

    private async Task<(GrpcCode Code, string Message)> SendAsync(
        byte[] body,
        Action<HttpRequestMessage>? change = null)
    {
        using var response = await RequestAsync(body, change ?? (static _ => { }));
        return (
            (GrpcCode)int.Parse(GrpcCall.ReadTrailer(response, "grpc-status"), provider: null),
            Uri.UnescapeDataString(GrpcCall.ReadTrailer(response, "grpc-message")));
    }

    private async Task<HttpResponseMessage> RequestAsync(byte[] body, Action<HttpRequestMessage> change)
    {
        using var request = GrpcCall.CreateRequest(Server.Grpc, GrpcCall.Path, body);
        change(request);
        return await SendAsync(request);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using var client = new HttpClient();
        return await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, Cancellation);
    }

    private static byte[] Bomb()
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
        {
            var zeros = new byte[1 << 20];
            for (var written = 0; written < BombSize; written += zeros.Length)
            {
                gzip.Write(zeros);
            }
        }

        return target.ToArray();
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return target.ToArray();
    }
}
