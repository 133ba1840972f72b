using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Http.Body;

public sealed class RawRequestTests
{
    private const string Json = """{"inputs":[{"name":"x","shape":[1],"datatype":"INT32","data":[1]}]}""";
    private const string Head = "POST /v2/models/echo/infer HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n";

    [Theory]
    [InlineData("Content-Length: +67")]
    [InlineData("Content-Length: 067")]
    [InlineData("Content-Length: -1")]
    [InlineData("Content-Length: 0x43")]
    [InlineData("Content-Length: 67.0")]
    [InlineData("Content-Length: 67, 67")]
    [InlineData("Content-Length:")]
    [InlineData("Content-Length: 9223372036854775808")]
    [InlineData("Content-Length: 67\r\nContent-Length: 67")]
    [InlineData("Transfer-Encoding: gzip")]
    public async Task Framing_Ambiguous_Is400(string header)
    {
        await using var server = await StartAsync();
        var answer = await server.SendRawAsync($"{Head}{header}\r\n\r\n{Json}");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Framing_PlainLength_Is200()
    {
        await using var server = await StartAsync();
        var answer = await server.SendRawAsync($"{Head}Content-Length: {Json.Length}\r\n\r\n{Json}");
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Framing_LengthAndChunks_Is400AndEndsTheConnection()
    {
        await using var server = await StartAsync();
        var answer = await server.SendRawAsync(
            Head.Replace("Connection: close\r\n", "", StringComparison.Ordinal)
            + $"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n{Chunk(Json)}0\r\n\r\n"
            + "GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("must not be given together", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("live", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("80000000")]
    [InlineData("FFFFFFFF")]
    [InlineData("FFFFFFFFFFFFFFFF")]
    [InlineData("0x5")]
    [InlineData("-1")]
    [InlineData("+5")]
    public async Task Chunk_ImpossibleSize_Is400(string size)
    {
        await using var server = await StartAsync();
        var answer = await server.SendRawAsync($"{Head}Transfer-Encoding: chunked\r\n\r\n{size}\r\n{Json}\r\n0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("{\"error\":\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chunk_OfOneByteEach_IsReadWhole()
    {
        await using var server = await StartAsync();
        var padded = Json[..^1] + new string(' ', 200_000) + "}";
        var request = new StringBuilder(Head).Append("Transfer-Encoding: chunked\r\n\r\n");
        foreach (var c in padded)
        {
            request.Append("1\r\n").Append(c).Append("\r\n");
        }

        var answer = await server.SendRawAsync(request.Append("0\r\n\r\n").ToString());
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_EndsWithBareLineFeed_Is400()
    {
        await using var server = await StartAsync();
        var answer = await server.SendRawAsync("GET /v2/health/live HTTP/1.1\nHost: localhost\n\n");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Response_AnyRoute_TellsNoServer()
    {
        await using var server = await StartAsync();
        var answer = await server.SendRawAsync(
            "GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.DoesNotContain("Server:", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("evil.example", 400)]
    [InlineData("localhost:1234", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("[::1]:80", 200)]
    [InlineData("LOCALHOST", 200)]
    public async Task Host_OnLoopback_MustBeThisMachine(string host, int status)
    {
        await using var server = await StartAsync();
        var answer = await server.SendRawAsync(
            $"GET /v2/health/live HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_InAllowList_Passes()
    {
        await using var server = await KServeServer.StartAsync(
            static models => models.AddPredictor("echo", static _ => new EchoPredictor()),
            static http => http.AllowedHosts.Add("*.example.com"));
        var allowed = await server.SendRawAsync(
            "GET /v2/health/live HTTP/1.1\r\nHost: a.example.com\r\nConnection: close\r\n\r\n");
        var refused = await server.SendRawAsync(
            "GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 ", allowed, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 400 ", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_CutByTheClient_IsNoError()
    {
        await using var server = await StartAsync();
        using (var socket = await RawHttp.ConnectAsync(server.Address.Port))
        {
            await socket.SendAsync(
                Encoding.ASCII.GetBytes($"{Head}Content-Length: 1000\r\n\r\n{Json}"),
                TestContext.Current.CancellationToken);
            socket.Shutdown(SocketShutdown.Send);
            var answer = await RawHttp.ReadToEndAsync(socket);
            Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), answer);
        }

        Assert.Equal("""{"live":true}""", (await server.GetAsync("/v2/health/live")).Body);
    }

    [Theory]
    [InlineData("99999999999")]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("+5")]
    [InlineData("68")]
    [InlineData("67\r\nInference-Header-Content-Length: 67")]
    public async Task InferenceHeader_Wrong_Is400(string value)
    {
        await using var server = await StartAsync();
        var answer = await server.SendRawAsync(
            $"{Head}Inference-Header-Content-Length: {value}\r\nContent-Length: {Json.Length}\r\n\r\n{Json}");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("{\"error\":\"", answer, StringComparison.Ordinal);
    }

    private static string Chunk(string text) => $"{text.Length:X}\r\n{text}\r\n";

    private static Task<KServeServer> StartAsync() => KServeServer.StartAsync(
        static models => models.AddPredictor("echo", static _ => new EchoPredictor()));
}
