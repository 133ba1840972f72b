using System.Net;
using System.Text.Json;
using KServe.Load.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KServe.Batching.Tests.Hosting;

/// <summary>Batching in the whole server, over sockets and all protocols.</summary>
public sealed class BatchingServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Infer_AllProtocolsAtOnce_EveryoneGetsTheirOwn()
    {
        await using var server = await StartAsync();
        using var client = new HttpClient();
        var answers = await RunClientsAsync(client, server, clients: 32, requests: 25);
        Assert.All(answers, static status => Assert.Equal(HttpStatusCode.OK, status));

        var statistics = Pin(server);
        Assert.Equal(answers.Length, statistics.Success.Count);
        Assert.Equal(answers.Length, statistics.Queue.Count);
        Assert.Equal(answers.Length, statistics.ComputeInfer.Count);
        Assert.InRange(statistics.ExecutionCount, 1, answers.Length / 2);
        var sizes = statistics.GetBatchSizes();
        Assert.Equal(statistics.ExecutionCount, sizes.Sum(static size => size.ComputeInfer.Count));
        Assert.Equal(statistics.InferenceCount, sizes.Sum(static size => size.BatchSize * size.ComputeInfer.Count));
        Assert.Equal(answers.Length * 3 / 2, statistics.InferenceCount);
        await AssertNothingInUseAsync(client, server);
    }

    [Fact]
    public async Task Infer_WhileTheModelIsReloaded_NothingFails()
    {
        await using var server = await StartAsync();
        using var client = new HttpClient();
        var registry = server.Services.GetRequiredService<ModelRegistry>();
        var running = RunClientsAsync(client, server, clients: 16, requests: 40);
        var reloads = 0;
        while (!running.IsCompleted)
        {
            await registry.LoadAsync("m", Token);
            reloads++;
            await Task.Yield();
        }

        Assert.All(await running, static status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.True(reloads > 2);
    }

    [Fact]
    public async Task Unload_WhileRequestsWait_TheyStillFinish()
    {
        await using var server = await StartAsync();
        using var client = new HttpClient();
        var registry = server.Services.GetRequiredService<ModelRegistry>();
        var running = RunClientsAsync(client, server, clients: 16, requests: 20, isGoneAllowed: true);
        while (Pin(server).Success.Count < 16)
        {
            await Task.Yield();
        }

        await registry.UnloadAsync("m", Token);
        var answers = await running;
        Assert.Contains(HttpStatusCode.OK, answers);
        Assert.All(answers, static status => Assert.Contains(
            status, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.ServiceUnavailable]));
        await AssertNothingInUseAsync(client, server);
    }

    [Fact]
    public async Task Infer_QueueFull_IsRefusedAtOnce()
    {
        await using var server = await StartAsync(static model =>
        {
            model.Options.MaxConcurrency = 1;
            model.Options.QueueLength = 0;
            model.Options.Batching!.MaxBatchSize = 2;
        });
        using var client = new HttpClient();
        var answers = await RunClientsAsync(client, server, clients: 16, requests: 10);
        Assert.Contains(HttpStatusCode.OK, answers);
        Assert.Contains(HttpStatusCode.ServiceUnavailable, answers);
        await AssertNothingInUseAsync(client, server);
    }

    [Fact]
    public async Task Statistics_AfterBatches_ShowThemByTheirSize()
    {
        await using var server = await StartAsync();
        using var client = new HttpClient();
        await RunClientsAsync(client, server, clients: 8, requests: 5);
        using var json = JsonDocument.Parse(
            await client.GetStringAsync(new Uri(server.Http, "/v2/models/m/stats"), Token));
        var model = json.RootElement.GetProperty("model_stats")[0];
        var batches = model.GetProperty("batch_stats").EnumerateArray().ToArray();
        Assert.NotEmpty(batches);
        Assert.Equal(
            model.GetProperty("inference_count").GetInt64(),
            batches.Sum(static batch => batch.GetProperty("batch_size").GetInt64()
                * batch.GetProperty("compute_infer").GetProperty("count").GetInt64()));
        Assert.All(batches, static batch => Assert.True(
            batch.GetProperty("compute_infer").GetProperty("ns").GetInt64() > 0));

        var metrics = await client.GetStringAsync(new Uri(server.Http, "/metrics"), Token);
        Assert.Contains("kserve_batch_size", metrics, StringComparison.Ordinal);
    }

    private static async Task<LoopbackServer> StartAsync(Action<ModelBuilder>? configure = null) =>
        await LoopbackServer.StartAsync(
            new LoopbackServerOptions
            {
                Models = models => models.AddBatching().AddPredictor<SlowIdentityPredictor>("m", model =>
                {
                    model.UseBatching();
                    configure?.Invoke(model);
                }),
                Logging = static logging => logging.SetMinimumLevel(LogLevel.None),
                WaitFor = ["m"],
            },
            Token);

    // A client can read the whole answer a little before the server has let go of it: more requests give it the time.
    private static async Task AssertNothingInUseAsync(HttpClient client, LoopbackServer server)
    {
        for (var i = 0; i < 10_000 && !server.Gauges.AreZero; i++)
        {
            await client.GetStringAsync(new Uri(server.Http, "/v2/health/live"), Token);
        }

        Assert.True(server.Gauges.AreZero, server.Gauges.ToString());
    }

    private static ModelStatistics Pin(LoopbackServer server)
    {
        using var lease = server.Services.GetRequiredService<ModelRegistry>().Pin("m");
        return lease.Revision.Statistics;
    }

    private static async Task<HttpStatusCode[]> RunClientsAsync(
        HttpClient client,
        LoopbackServer server,
        int clients,
        int requests,
        bool isGoneAllowed = false)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, clients).Select(async index =>
        {
            List<HttpStatusCode> own = [];
            for (var i = 0; i < requests; i++)
            {
                var protocol = isGoneAllowed ? (index + i) % 3 : (index + i) % ValueCall.Protocols;
                own.Add(await ValueCall.SendAsync(
                    client, server, protocol, (index * requests) + i, rows: 1 + (index % 2), Token));
            }

            return own;
        }));
        return [.. answers.SelectMany(static own => own)];
    }
}
