using System.Diagnostics;
using KServe.Load.Hosting;
using KServe.Load.Soak;

namespace KServe.Load.Generation;

/// <summary>Sends a mix of requests to language models for long, gives one in five up, and follows what is
/// used.</summary>
public sealed class LongSoakRun
{
    // From before a request leaves until its answer is on its way.
    private const int LatestGiveUp = 40;

    private readonly LongSoakOptions _options;
    private readonly MixedClient _client;
    private readonly EngineUse _use;
    private readonly SoakTally _tally = new();
    private readonly List<LongSoakSample> _samples = [];
    private long _sent;
    private long _answered;
    private long _refused;
    private long _hits;

    private LongSoakRun(LongSoakOptions options, LoopbackServer server, HttpClient http)
    {
        _options = options;
        _client = new MixedClient(http);
        _use = new EngineUse(server, http);
    }

    /// <summary>Starts a server in this process and runs the soak against it.</summary>
    /// <param name="options">How long and how hard.</param>
    /// <param name="sampled">Is told each sample when it is taken.</param>
    /// <param name="cancellationToken">Gives the soak up.</param>
    /// <returns>What was found.</returns>
    public static async Task<LongSoakReport> RunAsync(
        LongSoakOptions options,
        Action<LongSoakSample> sampled,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(sampled);
        await using var server = await GenerationServer.StartAsync(options.Folder, cancellationToken);
        using var http = new HttpClient { BaseAddress = server.Http, Timeout = TimeSpan.FromMinutes(2) };
        return await new LongSoakRun(options, server, http).RunAsync(sampled, cancellationToken);
    }

    private async Task<LongSoakReport> RunAsync(Action<LongSoakSample> sampled, CancellationToken cancellationToken)
    {
        for (var i = 1; i <= _options.Samples; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var first = Volatile.Read(ref _sent);
            await Task.WhenAll(Enumerable.Range(0, _options.Concurrency).Select(worker => Task.Run(
                () => SendAsync(new Random((_options.Seed + i) * 1009 + worker), start, first, cancellationToken),
                cancellationToken)));
            _samples.Add(Measure(i, await _use.SettleAsync(cancellationToken)));
            sampled(_samples[^1]);
        }

        List<string> violations = [.. _tally.Messages, .. SoakTrend.Judge(_samples, _options)];
        if (_tally.Errors > 0)
        {
            violations.Add($"{_tally.Errors} requests failed");
        }

        return new LongSoakReport(_samples, _tally.Requests, violations);
    }

    private async Task SendAsync(Random random, long start, long first, CancellationToken cancellationToken)
    {
        while (Stopwatch.GetElapsedTime(start) < _options.Interval)
        {
            var number = Interlocked.Increment(ref _sent);
            if (_options.Rate > 0)
            {
                var early = TimeSpan.FromSeconds((double)(number - first) / _options.Rate)
                    - Stopwatch.GetElapsedTime(start);
                await Task.Delay(early > TimeSpan.Zero ? early : TimeSpan.Zero, cancellationToken);
            }

            await SendOneAsync(number, random, cancellationToken);
        }
    }

    private async Task SendOneAsync(long number, Random random, CancellationToken cancellationToken)
    {
        var isGivenUp = number % 5 == 0;
        var request = isGivenUp ? MixedRequests.MakeLong(random) : MixedRequests.Make(number, random);
        _tally.Sent(request.Kind);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (isGivenUp)
        {
            giveUp.CancelAfter(TimeSpan.FromMilliseconds(random.Next(LatestGiveUp)));
        }

        try
        {
            var (error, hitsCache) = await _client.SendAsync(request, random.Next(2) == 0, giveUp.Token);
            if (error is not null)
            {
                _tally.Failed(error);
                return;
            }

            Interlocked.Increment(ref _answered);
            Interlocked.Add(ref _refused, request.Status == 200 ? 0 : 1);
            Interlocked.Add(ref _hits, hitsCache ? 1 : 0);
        }
        catch (Exception) when (giveUp.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            _tally.Cancelled();
        }
        catch (HttpRequestException error)
        {
            _tally.Failed($"{request.Kind}: {error.Message}");
        }
    }

    private LongSoakSample Measure(int number, string inUse)
    {
        var memory = MemorySnapshot.Take();
        using var process = Process.GetCurrentProcess();
        return new LongSoakSample(
            number, _answered, _refused, _hits, _tally.Cancels, memory.ResidentSet, memory.Heap,
            process.Threads.Count, process.HandleCount, inUse);
    }
}
