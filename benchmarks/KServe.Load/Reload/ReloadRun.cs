using System.Diagnostics;
using KServe.Load.Hosting;
using KServe.Load.Soak;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Load.Reload;

/// <summary>Loads, promotes and takes back a model while requests come at a fixed rate over all protocols.</summary>
public sealed class ReloadRun
{
    private const string Model = "m";
    private const string Canary = "canary";
    private const int MaxCollections = 100;
    private readonly ReloadOptions _options;
    private readonly LoopbackServer _server;
    private readonly RevisionCounter _revisions;
    private readonly HttpMessageInvoker _http;
    private readonly PacedClient[] _clients;

    private ReloadRun(ReloadOptions options, LoopbackServer server, RevisionCounter revisions, HttpMessageInvoker http)
    {
        (_options, _server, _revisions, _http) = (options, server, revisions, http);
        var addresses = new ServerAddresses(server.Http, server.Grpc);
        _clients =
        [
            .. NumberCall.CreateAll(Model).Select(call => new PacedClient(call, addresses, http, options.Rate)),
        ];
    }

    private ModelRegistry Registry => _server.Services.GetRequiredService<ModelRegistry>();

    /// <summary>Starts a server in this process and changes its model.</summary>
    /// <param name="options">How often, and how many requests come meanwhile.</param>
    /// <param name="cancellationToken">Gives the run up.</param>
    /// <returns>What was found.</returns>
    public static async Task<ReloadReport> RunAsync(ReloadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var revisions = new RevisionCounter(options.WeightBytes);
        await using var server = await LoopbackServer.StartAsync(
            new LoopbackServerOptions
            {
                Models = models => models.AddPredictor(
                    Model, _ => revisions.Create(), static model => model.Options.MaxConcurrency = 1024),
                WaitFor = [Model],
            },
            cancellationToken);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { EnableMultipleHttp2Connections = true });
        return await new ReloadRun(options, server, revisions, http).RunAsync(cancellationToken);
    }

    private async Task<ReloadReport> RunAsync(CancellationToken cancellationToken)
    {
        // One change of each kind first: what code and connections cost once is not growth.
        await ChangeAsync("warm-up", 1, ReloadAsync, cancellationToken);
        await ChangeAsync("warm-up", 2, RollOutAsync, cancellationToken);
        await CollectAsync(cancellationToken);
        var before = MemorySnapshot.Take();
        List<ReloadRow> rows = [];
        rows.AddRange(await ChangeAsync("reload", _options.Reloads, ReloadAsync, cancellationToken));
        rows.AddRange(await ChangeAsync("rollout", _options.Rollouts, RollOutAsync, cancellationToken));
        await CollectAsync(cancellationToken);
        return Report(rows, before, MemorySnapshot.Take());
    }

    private async Task<IReadOnlyList<ReloadRow>> ChangeAsync(
        string name,
        int count,
        Func<int, CancellationToken, Task> change,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var start = Stopwatch.GetTimestamp();
        var sending = Task.WhenAll(_clients.Select(client => Task.Run(() => client.RunAsync(stop.Token), stop.Token)));
        try
        {
            for (var i = 0; i < count; i++)
            {
                await AnswerAsync(_options.RequestsPerChange, cancellationToken);
                await change(i, cancellationToken);
            }

            await AnswerAsync(_options.RequestsPerChange, cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            await sending;
        }

        var elapsed = Stopwatch.GetElapsedTime(start);
        return [.. _clients.Select(client => client.Take(name, count, elapsed))];
    }

    private Task ReloadAsync(int number, CancellationToken cancellationToken) =>
        Registry.LoadAsync(Model, cancellationToken);

    // In turns: the canary takes over, and what was there before takes over again.
    private async Task RollOutAsync(int number, CancellationToken cancellationToken)
    {
        var rollouts = Registry.Rollouts;
        await rollouts.StartAsync(
            Model,
            Canary,
            canary =>
            {
                canary.Options.MaxConcurrency = 1024;
                canary.UsePredictor(_ => _revisions.Create());
            },
            static traffic => traffic.TrafficPercent = 10,
            cancellationToken);
        foreach (var percent in (int[])[50, 0, 100])
        {
            await AnswerAsync(Math.Max(1, _options.RequestsPerChange / 4), cancellationToken);
            rollouts.SetTraffic(Model, Canary, percent);
        }

        await AnswerAsync(Math.Max(1, _options.RequestsPerChange / 4), cancellationToken);
        await (number % 2 == 0
            ? rollouts.PromoteAsync(Model, Canary, cancellationToken)
            : rollouts.RollBackAsync(Model, cancellationToken));
    }

    private async Task AnswerAsync(int count, CancellationToken cancellationToken)
    {
        var goals = Array.ConvertAll(_clients, client => client.Sent + count);
        for (var i = 0; i < goals.Length; i++)
        {
            while (_clients[i].Sent < goals[i])
            {
                await Task.Delay(1, cancellationToken);
            }
        }
    }

    // A revision goes after its last request, on another thread: the server is asked until it has gone.
    private async Task CollectAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < MaxCollections && (_revisions.CountAlive() > 1 || !_server.Gauges.AreZero); i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.Http, "/v2/health/live"));
            using var response = await _http.SendAsync(request, cancellationToken);
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
    }

    private ReloadReport Report(List<ReloadRow> rows, MemorySnapshot before, MemorySnapshot after)
    {
        List<string> violations = [.. rows.SelectMany(static row => row.Errors).Take(10)];
        violations.AddRange(rows
            .Where(static row => row is { Change: "reload", OutOfOrder: > 0 })
            .Select(static row => $"{row.Protocol}: {row.OutOfOrder} answers of a revision before one that was seen"));
        if (after.Heap - before.Heap > _options.MaxHeapGrowth)
        {
            violations.Add($"the heap grew from {before.Heap} to {after.Heap} bytes");
        }

        // What was stable before the last promotion is a definition, not a revision: one alone stays.
        var left = _revisions.CountAlive();
        if (left != 1)
        {
            violations.Add($"{left} revisions are in memory");
        }

        if (!_server.Gauges.AreZero)
        {
            violations.Add($"the server still has something in use: {_server.Gauges}");
        }

        return new ReloadReport(rows, before, after, left, _server.Gauges.ToString(), violations);
    }
}
