using System.Text;
using KServe.Conformance.Tests.Clients;
using KServe.Conformance.Tests.Hosting;

namespace KServe.Conformance.Tests.Torture;

/// <summary>Group H of the torture list on raw sockets.</summary>
public sealed class Http1Tests(ServerFixture fixture) : TortureTest(fixture)
{
    private const string Second = "GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    public static TheoryData<string> RefusedNames => [.. Http1Cases.Refused.Keys];

    public static TheoryData<string> AnsweredNames => [.. Http1Cases.Answered.Keys];

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public async Task Socket_AmbiguousRequest_IsRefusedAndClosed(string name)
    {
        // The second request stands where a smuggled one would: it must not be answered.
        var reply = await SendAsync(Http1Cases.Refused[name] + Second);
        Assert.True(reply.Status == 400, $"{name}: {reply}");
        Assert.Equal(1, reply.Count);
    }

    [Theory]
    [MemberData(nameof(AnsweredNames))]
    public async Task Socket_OddRequest_AnswersAsTold(string name)
    {
        var (request, allowed) = Http1Cases.Answered[name];
        var reply = await SendAsync(request.Replace(
            "Host: ", "Connection: close\r\nHost: ", StringComparison.Ordinal));
        Assert.True(allowed.Contains(reply.Status), $"{name}: {reply}");
        if (reply.Status == 405)
        {
            Assert.Contains("\r\nAllow: ", reply.Head, StringComparison.Ordinal);
        }

        if (reply.Status >= 400 && reply.Body.Length > 0)
        {
            ErrorBody.Check(reply.Body, []);
        }
    }

    [Fact]
    public async Task Socket_H05ManyTinyChunks_IsAnswered()
    {
        const string Body = """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""";
        var chunks = new StringBuilder();
        foreach (var c in Body.PadRight(200_000))
        {
            chunks.Append("1\r\n").Append(c).Append("\r\n");
        }

        var reply = await SendAsync(
            Http1Cases.Post("Connection: close\r\nTransfer-Encoding: chunked", chunks.Append("0\r\n\r\n").ToString()));
        Assert.Contains(reply.Status, new[] { 200, 400, 413 });
    }

    [Fact]
    public async Task Socket_PipelinedRequests_AreAnsweredInOrder()
    {
        var reply = await SendAsync(
            string.Concat(Enumerable.Repeat("GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n", 100)) + Second);
        Assert.Equal(101, reply.Count);
    }

    [Theory]
    [InlineData("X-Forwarded-For: 8.8.8.8")]
    [InlineData("X_Forwarded_For: 8.8.8.8")]
    [InlineData("X-Forwarded-Host: evil.example")]
    [InlineData("Forwarded: for=8.8.8.8;host=evil.example")]
    public async Task Socket_H16SpoofedForwarding_IsIgnored(string header)
    {
        // The repository takes calls from this machine only: believed headers would turn this one away.
        var reply = await SendAsync(
            $"POST /v2/repository/models/canary/load HTTP/1.1\r\nHost: localhost\r\n{header}\r\n"
            + "Connection: close\r\nContent-Length: 0\r\n\r\n");
        Assert.True(reply.Status == 200, reply.ToString());
    }

    [Fact]
    public async Task Socket_LoadFromAnotherSitesPage_IsForbidden()
    {
        var reply = await SendAsync(
            "POST /v2/repository/models/canary/unload HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\n"
            + "Connection: close\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal(403, reply.Status);
        ErrorBody.Check(reply.Body, []);
    }

    [Theory]
    [InlineData("H-15 a megabyte of dashes")]
    [InlineData("H-15 100 000 parts")]
    public Task Rest_H15Multipart_IsRefused(string name)
    {
        var body = name.Contains("dashes", StringComparison.Ordinal)
            ? new string('-', 1 << 20)
            : string.Concat(Enumerable.Repeat("--b\r\n\r\nx\r\n", 100_000)) + "--b--";
        return RunAsync(new RestCase(name, body)
        {
            ContentType = "multipart/form-data; boundary=b",
            Allowed = [400, 415],
        });
    }

    [Fact]
    public async Task Socket_ClientGoneAmidBody_LeavesNothing()
    {
        using (var socket = await RawSocket.ConnectAsync(Server.Http, Cancellation))
        {
            await socket.SendAsync(Http1Cases.Post("Content-Length: 1000000", "{\"inputs\":"), Cancellation);
        }

        // The invariants say that nothing stays in use.
    }

    private async Task<RawReply> SendAsync(string request)
    {
        using var socket = await RawSocket.ConnectAsync(Server.Http, Cancellation);
        try
        {
            await socket.SendAsync(request, Cancellation);
        }
        catch (IOException)
        {
            // Refused before all was sent.
        }

        return new RawReply(await socket.ReadToEndAsync(Cancellation));
    }
}
