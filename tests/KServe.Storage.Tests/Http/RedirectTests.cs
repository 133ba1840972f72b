using KServe.Storage.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KServe.Storage.Tests.Http;

public sealed class RedirectTests
{
    private const string Token = "Bearer canary-token";

    [Fact]
    public async Task DownloadAsync_RelativeRedirect_IsFollowed()
    {
        await using LoopbackServer server = new(static r =>
            r.Path == "/a/m.bin" ? Reply.Redirect("../b/other.bin?x=1") : Reply.Ok([7]));
        using StorageHost host = new();

        string path = await host.GetAsync(server.Uri("/a/m.bin"));

        Assert.Equal("m.bin", Path.GetFileName(path));
        Assert.Equal("/b/other.bin?x=1", server.Requests.Last().Path);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://host/x")]
    [InlineData("//a\\@host/x")]
    [InlineData("http://user:pw@127.0.0.1/x")]
    [InlineData("")]
    public async Task DownloadAsync_RedirectElsewhere_IsRefused(string location)
    {
        await using LoopbackServer server = new(_ => Reply.Redirect(location));
        using StorageHost host = new();

        await host.FailAsync(server.Uri("/x"));

        Assert.Single(server.Requests);
        host.AssertNothingStored();
    }

    [Fact]
    public void Next_DowngradeToHttp_IsRefused()
    {
        HttpSource source = HttpSourceParser.Parse("https://host/x", requireDigest: false);

        InferenceException error = Assert.Throws<InferenceException>(
            () => HttpRedirects.Next(source, source.Uri, "http://host/x"));

        Assert.Contains("from https to http", error.Message, StringComparison.Ordinal);
        Assert.Equal("https://other/y", HttpRedirects.Next(source, source.Uri, "//other/y").AbsoluteUri);
    }

    [Fact]
    public async Task DownloadAsync_EndlessRedirects_AreBounded()
    {
        await using LoopbackServer server = new(static r => Reply.Redirect($"/{r.Number + 1}"));
        using StorageHost host = new();

        InferenceException error = await host.FailAsync(server.Uri("/x"));

        Assert.Contains("redirects", error.Message, StringComparison.Ordinal);
        Assert.Equal(6, server.Requests.Count);
    }

    [Fact]
    public async Task DownloadAsync_RedirectToAnotherHost_KeepsTheHeaders()
    {
        await using LoopbackServer other = new(static _ => Reply.Ok([1]));
        await using LoopbackServer server = new(_ => Reply.Redirect(other.Uri("/x")));
        using StorageHost host = new(o => o.Headers[server.Host] =
            new Dictionary<string, string>(StringComparer.Ordinal) { ["Authorization"] = Token });

        await host.GetAsync(server.Uri("/x"));

        Assert.Equal(Token, Assert.Single(server.Requests)["Authorization"]);
        Assert.Null(Assert.Single(other.Requests)["Authorization"]);
    }

    [Fact]
    public async Task DownloadAsync_HostWithoutPort_HasItsHeadersToo()
    {
        await using LoopbackServer server = new(static _ => Reply.Ok([1]));
        using StorageHost host = new(static o => o.Headers["127.0.0.1"] =
            new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Key"] = "k" });

        await host.GetAsync(server.Uri("/x"));

        Assert.Equal("k", Assert.Single(server.Requests)["X-Key"]);
    }

    [Fact]
    public async Task DownloadAsync_Secrets_AreInNoLog()
    {
        await using LoopbackServer server = new(static r => r.Number switch
        {
            0 => Reply.Status("503 Service Unavailable"),
            1 => Reply.Redirect("/y?sig=canary-redirect"),
            _ => Reply.Ok([1]),
        });
        RecordingLogs logs = new();
        using StorageHost host = new(
            o => o.Headers[server.Host] = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Authorization"] = Token,
            },
            s => s.AddSingleton<ILoggerFactory>(logs));

        await host.GetAsync(server.Uri("/x?sig=canary-query"));

        Assert.Contains(logs.Texts, static m => m.Contains("503", StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Texts, static m => m.Contains("canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DownloadAsync_RealmElsewhere_GetsNoToken()
    {
        await using LoopbackServer realm = new(static _ => Reply.Ok([1]));
        await using LoopbackServer server = new(_ => Reply.Status(
            "401 Unauthorized", $"WWW-Authenticate: Bearer realm=\"{realm.Uri("/token")}\""));
        using StorageHost host = new(o => o.Headers[server.Host] =
            new Dictionary<string, string>(StringComparer.Ordinal) { ["Authorization"] = Token });

        InferenceException error = await host.FailAsync(server.Uri("/x?sig=canary-query"));

        Assert.Equal(0, realm.Accepted);
        Assert.Single(server.Requests);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }
}
