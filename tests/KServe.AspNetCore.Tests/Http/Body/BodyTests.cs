using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Http.Body;

public sealed class BodyTests
{
    private const string Path = "/v2/models/echo/infer";
    private const string Json = """{"inputs":[{"name":"x","shape":[1],"datatype":"INT32","data":[1]}]}""";
    private const int Limit = 64 << 10;

    [Theory]
    [InlineData("application/json", 200)]
    [InlineData("application/json; charset=utf-8", 200)]
    [InlineData("application/json; charset=\"UTF-8\"", 200)]
    [InlineData("Application/JSON;x=y", 200)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("text/plain", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData("multipart/form-data; boundary=-----", 415)]
    [InlineData(null, 415)]
    [InlineData("application/octet-stream", 400)]
    public async Task ContentType_OfJson_DecidesStatus(string? contentType, int status)
    {
        await using var server = await StartAsync();
        using var content = Content(Encoding.UTF8.GetBytes(Json), contentType);
        using var response = await server.PostAsync(Path, content);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/octet-stream")]
    [InlineData(null)]
    public async Task ContentType_WithInferenceHeader_IsTaken(string? contentType)
    {
        await using var server = await StartAsync();
        using var content = Content(Encoding.UTF8.GetBytes(Json), contentType);
        content.Headers.Add("Inference-Header-Content-Length", $"{Json.Length}");
        using var response = await server.PostAsync(Path, content);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(Limit, false, 200)]
    [InlineData(Limit + 1, false, 413)]
    [InlineData(Limit, true, 200)]
    [InlineData(Limit + 1, true, 413)]
    public async Task Body_AtTheLimit_IsTaken(int length, bool chunked, int status)
    {
        await using var server = await StartAsync();
        using var content = Content(Pad(length), "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
        if (status != 200)
        {
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.StartsWith("{\"error\":\"", body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Limit, 200)]
    [InlineData(Limit + 1, 413)]
    [InlineData(100_000_000, 413)]
    public async Task Gzip_Limit_CountsInflatedBytes(int length, int status)
    {
        await using var server = await StartAsync();
        using var content = Content(Gzip(Pad(length)), "application/json", "gzip");
        using var response = await server.PostAsync(Path, content);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("gzip, gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("deflate")]
    public async Task ContentEncoding_Other_Is415(string encoding)
    {
        await using var server = await StartAsync();
        using var content = Content(Gzip(Pad(100)), "application/json", encoding);
        using var response = await server.PostAsync(Path, content);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task Gzip_CutAnywhereOrFlipped_Is400()
    {
        await using var server = await StartAsync();
        var whole = Gzip(Encoding.UTF8.GetBytes(Json));
        for (var length = 0; length < whole.Length; length++)
        {
            await AssertRefusedAsync(server, whole[..length]);
        }

        // Past the header, whose flags, time and system no reader checks, each byte is covered by the checksum.
        for (var i = 10; i < whole.Length; i++)
        {
            var flipped = whole.ToArray();
            flipped[i] ^= 0x10;
            await AssertRefusedAsync(server, flipped);
        }
    }

    [Fact]
    public async Task Gzip_WithBinaryTensor_IsSplitAfterInflation()
    {
        const string json =
            """{"inputs":[{"name":"x","shape":[2],"datatype":"FP64","parameters":{"binary_data_size":16}}]}""";
        await using var server = await StartAsync();
        byte[] body = [.. Encoding.UTF8.GetBytes(json), .. BitConverter.GetBytes(1.5), .. BitConverter.GetBytes(-2.25)];
        using var content = Content(Gzip(body), "application/octet-stream", "gzip");
        content.Headers.Add("Inference-Header-Content-Length", $"{json.Length}");
        using var response = await server.PostAsync(Path, content);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\"data\":[1.5,-2.25]", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("triton_x")]
    [InlineData("headers")]
    public async Task Parameter_WithReservedName_Is400(string name)
    {
        await using var server = await StartAsync();
        var (status, body) = await server.PostAsync(
            Path, Json.Replace("{\"inputs\"", $"{{\"parameters\":{{\"{name}\":1}},\"inputs\"", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(name, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_OfHundredRefusedRequests_LeaksNothing()
    {
        await using var server = await StartAsync();
        for (var i = 0; i < 100; i++)
        {
            await server.PostAsync(Path, Json[..^(1 + (i % 60))]);
        }

        Assert.Equal(0, server.Pool.RentedCount);
    }

    private static async Task AssertRefusedAsync(KServeServer server, byte[] body)
    {
        using var content = Content(body, "application/json", "gzip");
        using var response = await server.PostAsync(Path, content);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static ByteArrayContent Content(byte[] body, string? contentType, string? encoding = null)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        if (encoding is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        }

        return content;
    }

    private static byte[] Pad(int length)
    {
        var body = new byte[length];
        body.AsSpan().Fill((byte)' ');
        Encoding.UTF8.GetBytes(Json.AsSpan(0, Math.Min(length, Json.Length)), body);
        return body;
    }

    private static byte[] Gzip(byte[] body)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal))
        {
            gzip.Write(body);
        }

        return stream.ToArray();
    }

    private static Task<KServeServer> StartAsync() => KServeServer.StartAsync(
        static models => models.AddPredictor("echo", static _ => new EchoPredictor()),
        static http => http.MaxRequestBodySize = Limit);
}
