using System.Net;
using KServe.Storage.Http;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Storage.Tests.Http;

public sealed class SsrfTests
{
    [Theory]
    [InlineData("http://127.0.0.1:PORT/x")]
    [InlineData("http://127.1:PORT/x")]
    [InlineData("http://0x7f000001:PORT/x")]
    [InlineData("http://2130706433:PORT/x")]
    [InlineData("http://017700000001:PORT/x")]
    [InlineData("http://0:PORT/x")]
    [InlineData("http://[::1]:PORT/x")]
    [InlineData("http://[::ffff:127.0.0.1]:PORT/x")]
    [InlineData("http://[::ffff:169.254.169.254]/x")]
    [InlineData("http://169.254.169.254/x")]
    [InlineData("http://localhost:PORT/x")]
    [InlineData("http://a\\@127.0.0.1:PORT/x")]
    [InlineData("http://a@127.0.0.1:PORT/x")]
    public async Task DownloadAsync_AddressInside_IsRefusedWithoutAConnection(string uri)
    {
        await using LoopbackServer canary = new(static _ => Reply.Ok([1]));
        using StorageHost host = new(static o => o.AllowedPrivateHosts.Clear());

        InferenceException error = await host.FailAsync(
            uri.Replace("PORT", canary.Port.ToString(), StringComparison.Ordinal));

        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        Assert.Equal(0, canary.Accepted);
        host.AssertNothingStored();
    }

    [Theory]
    [InlineData("rebind.example")]
    [InlineData("localhost.")]
    public async Task DownloadAsync_NameThatResolvesInside_IsRefusedWithoutAConnection(string name)
    {
        await using LoopbackServer canary = new(static _ => Reply.Ok([1]));
        using StorageHost host = new(
            static o => o.AllowedPrivateHosts.Clear(),
            static s => s.AddSingleton<HostResolver>(new FakeResolver("8.8.8.8", "127.0.0.1")));

        InferenceException error = await host.FailAsync($"http://{name}:{canary.Port}/x");

        Assert.Contains("AllowPrivateNetworks", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, canary.Accepted);
    }

    [Fact]
    public async Task DownloadAsync_RedirectInside_IsRefusedWithoutAConnection()
    {
        await using LoopbackServer canary = new(static _ => Reply.Ok([1]));
        await using LoopbackServer server = new(_ => Reply.Redirect($"http://[::ffff:127.0.0.1]:{canary.Port}/x"));
        using StorageHost host = new();

        InferenceException error = await host.FailAsync(server.Uri("/x"));

        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        Assert.Equal(0, canary.Accepted);
    }

    [Fact]
    public async Task DownloadAsync_AllowedNetwork_Connects()
    {
        await using LoopbackServer server = new(static _ => Reply.Ok([1]));
        using StorageHost host = new(static o =>
        {
            o.AllowedPrivateHosts.Clear();
            o.AllowPrivateNetworks = true;
        });

        Assert.Equal([1], await File.ReadAllBytesAsync(
            await host.GetAsync(server.Uri("/x")), TestContext.Current.CancellationToken));
    }

    private sealed class FakeResolver(params string[] addresses) : HostResolver
    {
        public override Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
            Task.FromResult(addresses.Select(IPAddress.Parse).ToArray());
    }
}
