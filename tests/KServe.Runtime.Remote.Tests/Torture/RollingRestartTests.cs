using System.Collections.Concurrent;
using System.Net;
using System.Text;
using KServe.AspNetCore.Tests;
using KServe.Client.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Runtime.Remote.Tests.Torture;

/// <summary>Row D-06 of the torture list: backends restarted one after the other, behind a server that goes on.</summary>
public sealed class RollingRestartTests
{
    private const int Clients = 3;
    private const string Body = """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1.5]}]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RemoteProtocol.V2)]
    [InlineData(RemoteProtocol.GrpcV2)]
    public async Task D06_ThreeBackendsRestarted_NoRequestFails(RemoteProtocol protocol)
    {
        List<RollingBackend> backends = [];
        try
        {
            for (var i = 0; i < 3; i++)
            {
                backends.Add(await RollingBackend.StartAsync(protocol == RemoteProtocol.GrpcV2));
            }

            await using var front = await StartFrontAsync(backends, protocol);
            Assert.Empty(await RunAsync(front, async more =>
            {
                foreach (var backend in backends)
                {
                    await more(10 * Clients);
                    await backend.RestartAsync(() => more(10 * Clients));
                }

                await more(10 * Clients);
            }));
        }
        finally
        {
            foreach (var backend in backends)
            {
                await backend.DisposeAsync();
            }
        }
    }

    private static Task<KServeServer> StartFrontAsync(List<RollingBackend> backends, RemoteProtocol protocol)
    {
        string[] addresses = [.. backends.Select(backend => Remote.Address(backend.Address, protocol))];
        return Servers.StartAsync(builder => builder.AddRemoteModel("front", addresses[0], options =>
        {
            options.ModelName = "m";
            options.Retry.Delay = TimeSpan.Zero;

            // A port may close with a request on its way: nobody can tell whether that ran.
            options.Retry.RetriesLostConnections = true;
            options.Endpoints.Add(addresses[1]);
            options.Endpoints.Add(addresses[2]);
        }));
    }

    private static async Task<IReadOnlyCollection<string>> RunAsync(
        KServeServer front, Func<Func<int, Task>, Task> change)
    {
        var failures = new ConcurrentQueue<string>();
        var answered = 0;
        using var stop = new CancellationTokenSource();
        var clients = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(AskAsync, Token)));
        await change(async more =>
        {
            var goal = Volatile.Read(ref answered) + more;
            while (Volatile.Read(ref answered) < goal && !clients.IsFaulted)
            {
                Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        });
        await stop.CancelAsync();
        await clients;
        return failures;

        async Task AskAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                using var content = new StringContent(Body, Encoding.UTF8, "application/json");
                using var response = await front.PostAsync("/v2/models/front/infer", content);
                if (response.StatusCode != HttpStatusCode.OK)
                {
                    failures.Enqueue(await response.Content.ReadAsStringAsync(Token));
                }

                Interlocked.Increment(ref answered);
            }
        }
    }
}
