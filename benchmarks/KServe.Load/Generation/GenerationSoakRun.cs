using System.Diagnostics;
using KServe.Load.Hosting;
using KServe.Load.Soak;

namespace KServe.Load.Generation;

/// <summary>Sends many short requests to a language model, gives one in five up, and checks what is left.</summary>
public sealed class GenerationSoakRun : IDisposable
{
    private readonly GenerationSoakOptions _options;
    private readonly HttpClient _http;
    private readonly GenerationClient _client;
    private readonly EngineUse _use;
    private readonly SoakTally _tally = new();
    private int _whole;
    private int _cancelled;

    private GenerationSoakRun(GenerationSoakOptions options, LoopbackServer server)
    {
        _options = options;
        _http = new HttpClient { BaseAddress = server.Http, Timeout = TimeSpan.FromMinutes(2) };
        _client = new GenerationClient(_http, options.Tokens);
        _use = new EngineUse(server, _http);
    }

    /// <summary>Starts a server in this process and runs the soak against it.</summary>
    /// <param name="options">How long and how hard.</param>
    /// <param name="cancellationToken">Gives the soak up.</param>
    /// <returns>What was found.</returns>
    public static async Task<GenerationSoakReport> RunAsync(
        GenerationSoakOptions options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        await using var server = await GenerationServer.StartAsync(options.Folder, cancellationToken);
        using var run = new GenerationSoakRun(options, server);
        return await run.RunAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<GenerationSoakReport> RunAsync(CancellationToken cancellationToken)
    {
        // As many as there are different prompts, several times: pools, tables and the prefix cache have their sizes.
        await SendAllAsync(Math.Max(GenerationClient.Prompts * 4, _options.Requests / 10), cancellationToken);
        await _use.SettleAsync(cancellationToken);
        var before = MemorySnapshot.Take();
        (_whole, _cancelled) = (0, 0);
        var start = Stopwatch.GetTimestamp();
        await SendAllAsync(_options.Requests, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start);
        var inUse = await _use.SettleAsync(cancellationToken);
        var after = MemorySnapshot.Take();
        return new GenerationSoakReport(_whole, _cancelled, elapsed, before, after, Judge(inUse, before, after));
    }

    private async Task SendAllAsync(int count, CancellationToken cancellationToken)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, _options.Concurrency).Select(worker => Task.Run(
            async () =>
            {
                var random = new Random(_options.Seed + worker);
                int number;
                while ((number = Interlocked.Increment(ref next)) < count)
                {
                    await SendOneAsync(number, random, cancellationToken);
                }
            },
            cancellationToken)));
    }

    private async Task SendOneAsync(int number, Random random, CancellationToken cancellationToken)
    {
        var isStream = random.Next(2) == 0;
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (number % 5 == 0)
        {
            // From before the request leaves until the answer is on its way: the point varies.
            giveUp.CancelAfter(TimeSpan.FromMilliseconds(random.Next(40)));
        }

        try
        {
            var error = await _client.AskAsync(number, isStream, giveUp.Token);
            if (error is not null)
            {
                _tally.Failed(error);
                return;
            }

            Interlocked.Increment(ref _whole);
        }
        catch (Exception) when (giveUp.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            Interlocked.Increment(ref _cancelled);
        }
        catch (HttpRequestException error)
        {
            _tally.Failed(error.Message);
        }
    }

    private List<string> Judge(string inUse, MemorySnapshot before, MemorySnapshot after)
    {
        List<string> violations = [.. _tally.Messages];
        Require(_tally.Errors == 0, $"{_tally.Errors} requests failed");
        Require(_whole + _cancelled == _options.Requests, $"{_whole} answers and {_cancelled} cancels");
        Require(_cancelled > 0 && _cancelled <= (_options.Requests + 4) / 5, $"{_cancelled} requests were given up");
        Require(inUse.Length == 0, $"there is still something in use: {inUse}");
        Require(
            after.Heap - before.Heap <= _options.MaxHeapGrowth,
            $"the heap grew from {before.Heap} to {after.Heap} bytes");
        Require(
            after.ResidentSet - before.ResidentSet <= (_options.MaxResidentGrowth ?? long.MaxValue),
            $"the process grew from {before.ResidentSet} to {after.ResidentSet} bytes");
        return violations;

        void Require(bool isRight, string message)
        {
            if (!isRight)
            {
                violations.Add(message);
            }
        }
    }
}
