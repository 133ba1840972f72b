using KServe.Storage.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KServe.Storage.Tests.HuggingFace;

public sealed class HubAccessTests
{
    private const string Token = "hf_canary";

    [Fact]
    public async Task DownloadAsync_Token_GoesToTheHubAlone()
    {
        await using FakeHub hub = HubDownloadTests.Tiny();
        byte[] weights = hub.Commits[FakeHub.First]["model.safetensors"];
        await using LoopbackServer storage = new(_ => Reply.Ok(weights));
        hub.Elsewhere = storage.Uri("/blobs");
        using StorageHost host = hub.Open(static o => o.HuggingFace.Token = Token);

        await host.GetHubAsync("hf://acme/tiny");

        Assert.Equal(3, hub.Requests.Count);
        Assert.All(hub.Requests, static r => Assert.Equal("Bearer " + Token, r["Authorization"]));
        Assert.Null(Assert.Single(storage.Requests)["Authorization"]);
    }

    [Fact]
    public async Task DownloadAsync_RedirectThatComesBack_HasNoToken()
    {
        await using FakeHub hub = HubDownloadTests.Tiny();
        byte[] weights = hub.Commits[FakeHub.First]["model.safetensors"];
        await using LoopbackServer storage = new(_ => Reply.Redirect(hub.Endpoint + "/stolen"));
        hub.Elsewhere = storage.Uri("/blobs");
        hub.Before = r => r.Path == "/stolen" ? Reply.Ok(weights) : null;
        using StorageHost host = hub.Open(static o => o.HuggingFace.Token = Token);

        await host.GetHubAsync("hf://acme/tiny");

        Assert.Null(hub.Requests.Single(static r => r.Path == "/stolen")["Authorization"]);
    }

    [Fact]
    public async Task DownloadAsync_RenamedModel_KeepsTheTokenOnTheHub()
    {
        await using FakeHub hub = HubDownloadTests.Tiny();
        hub.Before = static r => r.Path.Contains("old-name", StringComparison.Ordinal)
            ? Reply.Redirect(r.Path.Replace("old-name", FakeHub.Repository, StringComparison.Ordinal))
            : null;
        using StorageHost host = hub.Open(static o => o.HuggingFace.Token = Token);

        Assert.Equal(2, HubDownloadTests.FilesOf(await host.GetHubAsync("hf://old-name")).Length);

        Assert.All(hub.Requests, static r => Assert.Equal("Bearer " + Token, r["Authorization"]));
    }

    [Theory]
    [InlineData("401 Unauthorized", "RepoNotFound", true, InferenceErrorCode.Conflict, "hub_unauthorized")]
    [InlineData("401 Unauthorized", "RepoNotFound", false, InferenceErrorCode.Conflict, "hub_unauthorized")]
    [InlineData("401 Unauthorized", "GatedRepo", false, InferenceErrorCode.Conflict, "hub_gated")]
    [InlineData("403 Forbidden", "GatedRepo", true, InferenceErrorCode.Conflict, "hub_gated")]
    [InlineData("403 Forbidden", "None", true, InferenceErrorCode.Conflict, "hub_forbidden")]
    [InlineData("404 Not Found", "RepoNotFound", true, InferenceErrorCode.NotFound, null)]
    [InlineData("404 Not Found", "RevisionNotFound", true, InferenceErrorCode.NotFound, null)]
    public async Task DownloadAsync_HubSaysNo_IsSaidOnceAndWhy(
        string status,
        string code,
        bool hasToken,
        InferenceErrorCode expected,
        string? reason)
    {
        await using FakeHub hub = new();
        hub.Before = _ => Reply.Status(status, $"X-Error-Code: {code}", "X-Error-Message: canary");
        using StorageHost host = hub.Open(o => o.HuggingFace.Token = hasToken ? Token : null);

        InferenceException error = await host.FailHubAsync("hf://acme/tiny");

        Assert.Equal(expected, error.Code);
        Assert.Equal(reason, error.Reason);
        Assert.Contains("hf://acme/tiny", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
        Assert.Single(hub.Requests);
        host.AssertNothingStored();
    }

    [Fact]
    public async Task DownloadAsync_TooManyRequests_WaitsAsAskedAndGoesOn()
    {
        await using FakeHub hub = HubDownloadTests.Tiny();
        hub.Before = static r => r.Number == 0 ? Reply.Status("429 Too Many Requests", "Retry-After: 0") : null;
        using StorageHost host = hub.Open();

        Assert.Equal(2, HubDownloadTests.FilesOf(await host.GetHubAsync("hf://acme/tiny")).Length);
    }

    [Fact]
    public async Task DownloadAsync_ToldToWaitForHours_FailsAtOnceAndSaysHowLong()
    {
        await using FakeHub hub = HubDownloadTests.Tiny();
        hub.Before = static _ => Reply.Status("429 Too Many Requests", "Retry-After: 7200");
        using StorageHost host = hub.Open();

        InferenceException error = await host.FailHubAsync("hf://acme/tiny");

        Assert.Equal(InferenceErrorCode.ResourceExhausted, error.Code);
        Assert.Equal(TimeSpan.FromHours(2), error.RetryAfter);
        Assert.Single(hub.Requests);
    }

    [Fact]
    public async Task DownloadAsync_SignatureOfTheStorageHasEnded_AsksTheHubAgain()
    {
        await using FakeHub hub = HubDownloadTests.Tiny();
        byte[] weights = hub.Commits[FakeHub.First]["model.safetensors"];
        await using LoopbackServer storage = new(r =>
            r.Number == 0 ? Reply.Status("403 Forbidden") : Reply.Ok(weights));
        hub.Elsewhere = storage.Uri("/blobs");
        using StorageHost host = hub.Open();

        await host.GetHubAsync("hf://acme/tiny");

        Assert.Equal(2, storage.Requests.Count);
        Assert.Equal(2, hub.Files.Count(static path => path.EndsWith(".safetensors", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task DownloadAsync_PrivateEndpoint_NeedsToBeAllowed()
    {
        await using FakeHub hub = HubDownloadTests.Tiny();
        using StorageHost host = hub.Open(static o => o.AllowedPrivateHosts.Clear());

        Assert.Contains(
            "AllowPrivateNetworks", (await host.FailHubAsync("hf://acme/tiny")).Message, StringComparison.Ordinal);
        Assert.Empty(hub.Requests);
    }

    [Fact]
    public async Task DownloadAsync_Secrets_AreInNoLogAndNoError()
    {
        await using FakeHub hub = HubDownloadTests.Tiny();
        await using LoopbackServer storage = new(static _ => Reply.Status("500 Internal Server Error"));
        hub.Elsewhere = storage.Uri("/blobs");
        RecordingLogs logs = new();
        using StorageHost host = new(
            o =>
            {
                o.HuggingFace.Endpoint = hub.Endpoint;
                o.HuggingFace.Token = Token;
                o.MaxRetries = 1;
            },
            s => s.AddSingleton<ILoggerFactory>(logs));

        InferenceException error = await host.FailHubAsync("hf://acme/tiny");

        Assert.Contains(logs.Texts, static m => m.Contains(FakeHub.First, StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Texts, static m => m.Contains("canary", StringComparison.Ordinal));
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }
}
