using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore.Tests.Transport;

[Collection(AloneCollection.Name)]
public sealed class LifetimeTests
{
    private static readonly string Descriptors = "/proc/self/fd";

    [Fact]
    public async Task Connections_ThousandsComeAndGo_LeaveNoDescriptors()
    {
        await using (await StartAsync())
        {
            // What the first server of a process opens for good is open now.
        }

        var before = CountSockets();
        await using (var server = await StartAsync())
        {
            var serving = CountSockets();
            for (var round = 0; round < 20; round++)
            {
                await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
                {
                    using var client = await RawClient.ConnectAsync(server);
                    if (i % 4 != 0)
                    {
                        Assert.Equal("here", await client.GetAsync("/"));
                    }

                    if (i % 3 == 0)
                    {
                        client.Reset();
                    }
                }));
            }

            await WaitForAsync(serving);
        }

        await WaitForAsync(before);
    }

    [Fact]
    public async Task Stop_RequestInFlight_IsAnsweredFirst()
    {
        var entered = new TaskCompletionSource();
        var open = new TaskCompletionSource();
        await using var server = await TransportServer.StartAsync(app => app.MapGet("/", async context =>
        {
            entered.SetResult();
            await open.Task;
            await context.Response.WriteAsync("done");
        }));
        using var idle = await RawClient.ConnectAsync(server);
        var answer = server.GetAsync("/");
        await entered.Task.WaitAsync(TestContext.Current.CancellationToken);
        var stopped = server.StopAsync();
        Assert.Equal(0, await idle.Socket.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken));
        Assert.False(stopped.IsCompleted);
        open.SetResult();
        Assert.Equal("done", (await answer).Body);
        await stopped;
    }

    [Fact]
    public async Task Stop_WhileClientsConnect_Ends()
    {
        await using var server = await StartAsync();
        using var done = new CancellationTokenSource();
        var served = new TaskCompletionSource();
        var clients = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                try
                {
                    using var client = await RawClient.ConnectAsync(server);
                    await client.GetAsync("/");
                    served.TrySetResult();
                }
                catch (Exception error) when (error is SocketException or IOException)
                {
                    // Refused, reset or closed: the server stops.
                }
            }
        })).ToArray();
        await served.Task.WaitAsync(TestContext.Current.CancellationToken);
        await server.StopAsync();
        await done.CancelAsync();
        await Task.WhenAll(clients);
    }

    [Fact]
    public async Task TwoServers_InOneProcess_StopApart()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        Assert.Equal("here", (await first.GetAsync("/")).Body);
        await first.StopAsync();
        Assert.Equal("here", (await second.GetAsync("/")).Body);
    }

    private static Task<KServeServer> StartAsync() => TransportServer.StartAsync(
        static app => app.MapGet("/", static context =>
        {
            context.Response.ContentLength = 4;
            return context.Response.WriteAsync("here");
        }),
        static options => options.LoopCount = 2);

    // Sockets, and the descriptors of the loops: files and pipes of the runtime come and go.
    private static int CountSockets() => Directory.EnumerateFileSystemEntries(Descriptors).Count(static file =>
        new FileInfo(file).LinkTarget is { } target
        && (target.StartsWith("socket:", StringComparison.Ordinal)
            || target.StartsWith("anon_inode:", StringComparison.Ordinal)));

    private static async Task WaitForAsync(int count)
    {
        while (CountSockets() > count)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
