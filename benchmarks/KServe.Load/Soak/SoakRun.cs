using System.Net;
using KServe.Load.Calls;
using KServe.Load.Hosting;
using KServe.Load.Models;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Load.Soak;

/// <summary>Sends a mix of all protocols, gives some requests up, and checks what is left.</summary>
public sealed class SoakRun
{
    private const string Model = "identity";
    private const string HangingModel = "hanging";
    private readonly SoakOptions _options;
    private readonly LoopbackServer _server;
    private readonly ServerAddresses _addresses;
    private readonly LoadCall[] _calls;
    private readonly LoadCall[] _hangingCalls;
    private SoakTally _tally = new();

    private SoakRun(SoakOptions options, LoopbackServer server)
    {
        _options = options;
        _server = server;
        _addresses = new ServerAddresses(server.Http, server.Grpc);
        _calls = [.. CreateCalls(Model, new TensorPayload(64)), .. CreateCalls(Model, new TensorPayload(1000))];
        _hangingCalls = CreateCalls(HangingModel, new TensorPayload(64));
    }

    /// <summary>Starts a server in this process and runs the soak against it.</summary>
    /// <param name="options">How long and how hard.</param>
    /// <param name="cancellationToken">Gives the soak up.</param>
    /// <returns>What was found.</returns>
    public static async Task<SoakReport> RunAsync(SoakOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        await using var server = await LoopbackServer.StartAsync(
            new LoopbackServerOptions
            {
                // The soak is about leaks, not about admission: nothing may be refused.
                Models = models => models
                    .AddPredictor<IdentityPredictor>(Model, model => model.Options.MaxConcurrency = 1024)
                    .AddPredictor<HangingPredictor>(HangingModel, model => model.Options.MaxConcurrency = 1024),
                WaitFor = [Model, HangingModel],
            },
            cancellationToken);
        return await new SoakRun(options, server).RunAsync(cancellationToken);
    }

    private static LoadCall[] CreateCalls(string model, TensorPayload payload) =>
    [
        JsonCall.V1(model, payload),
        JsonCall.V2(model, payload),
        new BinaryCall(model, payload),
        new GrpcCall(model, payload),
    ];

    private async Task<SoakReport> RunAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            AutomaticDecompression = DecompressionMethods.None,
        });
        await SendAllAsync(client, Math.Max(1000, _options.Requests / 20), cancellationToken);
        await SettleAsync(client, cancellationToken);
        var before = MemorySnapshot.Take();
        _tally = new SoakTally();
        var start = TimeProvider.System.GetTimestamp();
        await SendAllAsync(client, _options.Requests, cancellationToken);
        var elapsed = TimeProvider.System.GetElapsedTime(start);
        await SettleAsync(client, cancellationToken);
        return Report(elapsed, before, MemorySnapshot.Take());
    }

    private async Task SendAllAsync(HttpMessageInvoker client, int count, CancellationToken cancellationToken)
    {
        var left = count;
        var workers = Enumerable.Range(0, _options.Concurrency).Select(worker => Task.Run(
            async () =>
            {
                var random = new Random(_options.Seed + worker);
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    await SendOneAsync(client, random, cancellationToken);
                }
            },
            cancellationToken));
        await Task.WhenAll(workers);
    }

    private async Task SendOneAsync(HttpMessageInvoker client, Random random, CancellationToken cancellationToken)
    {
        var willCancel = random.NextDouble() < _options.CancelShare;

        // Half of the cancelled requests go to a model that never answers, to be cancelled while it runs.
        var isHanging = willCancel && random.Next(2) == 0;
        var calls = isHanging ? _hangingCalls : _calls;
        var call = calls[random.Next(calls.Length)];
        _tally.Sent(call.Name);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var sending = call.SendAsync(client, _addresses, cancel.Token);
            if (willCancel)
            {
                // From before the headers leave until the answer is on its way: the point varies.
                cancel.CancelAfter(TimeSpan.FromMilliseconds(random.Next(isHanging ? 20 : 3)));
            }

            if (await sending is { } error)
            {
                _tally.Failed(error);
            }
        }
        catch (Exception) when (cancel.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            _tally.Cancelled();
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            _tally.Failed($"{call.Name}: {error.GetType().Name}: {error.Message}");
        }
    }

    // The server learns of a cancel a little after the client: requests in between give it the time.
    private async Task SettleAsync(HttpMessageInvoker client, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        while (!_server.Gauges.AreZero && !limit.IsCancellationRequested)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.Http, "/v2/health/live"));
            using var response = await client.SendAsync(request, cancellationToken);
        }
    }

    private SoakReport Report(TimeSpan elapsed, MemorySnapshot before, MemorySnapshot after)
    {
        List<string> violations = [.. _tally.Messages];
        if (_tally.Errors > violations.Count)
        {
            violations.Add($"{_tally.Errors - violations.Count} more errors");
        }

        if (!_server.Gauges.AreZero)
        {
            violations.Add($"the server still has something in use: {_server.Gauges}");
        }

        if (after.Heap - before.Heap > _options.MaxHeapGrowth)
        {
            violations.Add($"the heap grew from {before.Heap} to {after.Heap} bytes");
        }

        if (_tally.Cancels == 0 && _options.CancelShare > 0)
        {
            violations.Add("no request was given up, so cancellation was not tried");
        }

        return new SoakReport
        {
            Requests = _tally.Requests,
            Cancels = _tally.Cancels,
            Errors = _tally.Errors,
            Elapsed = elapsed,
            Before = before,
            After = after,
            Gauges = _server.Gauges.ToString(),
            Violations = violations,
        };
    }
}
