using KServe.LoadTest.Client;
using KServe.LoadTest.Measuring;
using KServe.LoadTest.Scenarios;
using KServe.LoadTest.Servers;

namespace KServe.LoadTest.Running;

/// <summary>One server that runs, with the client that drives it.</summary>
internal sealed class Contender : IAsyncDisposable
{
    private readonly ServerUnderTest _server;
    private readonly Scenario _scenario;
    private readonly LoadClient? _client;
    private readonly int _core;
    private double _openRate;

    private Contender(ServerUnderTest server, ServerStart start, LoadClient? client)
    {
        _server = server;
        _scenario = start.Scenario;
        _core = start.Core;
        _client = client;
    }

    /// <summary>Gets the server's name.</summary>
    public string Name => _server.Name;

    /// <summary>Gets the rounds so far.</summary>
    public List<Round> Rounds { get; } = [];

    /// <summary>Starts a server and checks its first answer.</summary>
    public static async Task<Contender> StartAsync(
        ServerUnderTest server,
        ServerStart start,
        int? connections,
        CancellationToken cancellationToken)
    {
        LoadClient? client = null;
        try
        {
            await server.StartAsync(start, cancellationToken);
            if (!server.IsLoop)
            {
                var scenario = start.Scenario;
                client = new LoadClient(new LoadTarget(
                    server.Addresses,
                    server.GetRequest(scenario),
                    connections ?? scenario.Connections,
                    scenario.Streams));
                client.Check();
            }

            return new Contender(server, start, client);
        }
        catch (Exception exception)
        {
            client?.Dispose();
            await server.DisposeAsync();
            throw new LoadException($"{start.Scenario.Name}, {server.Name}: {exception.Message}");
        }
    }

    /// <summary>Gets the first answer, for the floor to send.</summary>
    public SampleResponse TakeSample() =>
        SampleHeaders.Create(_scenario.Request, _client!.FirstHead, _client.FirstBody);

    /// <summary>Lets the server compile and fill its caches, and finds the rate of an open loop.</summary>
    public async Task WarmUpAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        if (_client is null)
        {
            await _server.RunLoopAsync(duration, cancellationToken);
            return;
        }

        _client.RunClosed(duration);
        if (_scenario.Mode == LoadMode.Open)
        {
            var rates = Enumerable.Range(0, 3).Select(_ => _client.RunClosed(TimeSpan.FromSeconds(1)).Rate);
            _openRate = Median.Of(rates.ToArray()) * Scenario.OpenShare;
        }
    }

    /// <summary>Runs one round.</summary>
    public async Task<Round> MeasureAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var busy = CoreUsage.ReadBusySeconds(_core);
        var before = await _server.ReadCountersAsync(cancellationToken);
        var server = ProcessUsage.Read(_server.ProcessId);
        var client = ProcessUsage.Read(Environment.ProcessId);
        var result = await RunAsync(duration, cancellationToken);
        busy = CoreUsage.ReadBusySeconds(_core) - busy;
        var clientAfter = ProcessUsage.Read(Environment.ProcessId);
        var serverAfter = ProcessUsage.Read(_server.ProcessId);
        var after = await _server.ReadCountersAsync(cancellationToken);
        var cpu = serverAfter.CpuSeconds - server.CpuSeconds;
        return new Round
        {
            Rate = result.Rate,
            P50 = result.Latencies.GetMicroseconds(0.5),
            P99 = result.Latencies.GetMicroseconds(0.99),
            P999 = result.Latencies.GetMicroseconds(0.999),
            CpuMicroseconds = 1e6 * cpu / result.Total,
            ServerShare = cpu / result.Seconds,
            ClientShare = (clientAfter.CpuSeconds - client.CpuSeconds) / result.Seconds,
            ForeignShare = Math.Max(0, busy - cpu) / result.Seconds,
            ResidentBytes = serverAfter.ResidentBytes,
            AllocatedBytes = (after?.AllocatedBytes - before?.AllocatedBytes) / (double)result.Total,
            Collections = after is null || before is null
                ? null
                : [after.Gen0 - before.Gen0, after.Gen1 - before.Gen1, after.Gen2 - before.Gen2],
        };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _server.DisposeAsync();
    }

    private async Task<LoadResult> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        if (_client is not null)
        {
            return _scenario.Mode == LoadMode.Open
                ? _client.RunOpen(_openRate, duration)
                : _client.RunClosed(duration);
        }

        var loop = await _server.RunLoopAsync(duration, cancellationToken);
        return new LoadResult(loop.Count, loop.Count, loop.Seconds, new LatencyHistogram());
    }
}
