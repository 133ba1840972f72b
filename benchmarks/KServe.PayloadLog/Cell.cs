using System.Diagnostics;
using KServe.Load.Calls;
using KServe.Load.Hosting;
using KServe.Load.Models;
using KServe.PayloadLogging;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.PayloadLog;

/// <summary>Measures one mode with a server of its own.</summary>
internal sealed class Cell(double seconds)
{
    private const int Clients = 4;

    public async Task<Figures> MeasureAsync(LoadCall call, Action<PayloadLoggingOptions>? configure)
    {
        await using var server = await StartAsync(configure);
        using var counters = new Counters(server.Services);
        using var client = new HttpMessageInvoker(
            new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) });
        var addresses = new ServerAddresses(server.Http, server.Grpc);
        await RunAsync(client, addresses, call, seconds / 2);
        var (logged, dropped, failed) = (counters.Logged, counters.Dropped, counters.Failed);
        var (start, before) = (Stopwatch.GetTimestamp(), ProcessorTime.Now());
        var latencies = await RunAsync(client, addresses, call, seconds);
        var (elapsed, time) = (Stopwatch.GetElapsedTime(start).TotalSeconds, ProcessorTime.Now().Since(before));
        logged = counters.Logged - logged;
        Array.Sort(latencies);
        return new Figures(
            latencies.Length / elapsed,
            latencies[latencies.Length / 2],
            latencies[(int)(latencies.Length * 0.99)])
        {
            LoggedPerSecond = logged / elapsed,
            Dropped = counters.Dropped - dropped,
            Failed = counters.Failed - failed,
            RequestTime = (time.Process - time.Log) / latencies.Length * 1e6,
            EventTime = logged == 0 ? 0 : time.Log / logged * 1e6,
        };
    }

    private static Task<LoopbackServer> StartAsync(Action<PayloadLoggingOptions>? configure) =>
        LoopbackServer.StartAsync(
            new LoopbackServerOptions
            {
                Models = builder => builder.AddPayloadLogging().AddPredictor<IdentityPredictor>("m", model =>
                {
                    if (configure is not null)
                    {
                        model.UsePayloadLogging(log =>
                        {
                            configure(log);
                            log.FlushTimeout = TimeSpan.FromMilliseconds(100);
                        });
                    }
                }),
                WaitFor = ["m"],
                Logging = static _ => { },
            },
            CancellationToken.None);

    private static async Task<double[]> RunAsync(
        HttpMessageInvoker client,
        ServerAddresses addresses,
        LoadCall call,
        double duration)
    {
        var end = Stopwatch.GetTimestamp() + (long)(duration * Stopwatch.Frequency);
        var runs = Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            List<double> latencies = [];
            while (Stopwatch.GetTimestamp() < end)
            {
                var start = Stopwatch.GetTimestamp();
                if (await call.SendAsync(client, addresses, CancellationToken.None) is { } error)
                {
                    throw new InvalidOperationException(error);
                }

                latencies.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }

            return latencies;
        }));
        return [.. (await Task.WhenAll(runs)).SelectMany(static latencies => latencies)];
    }
}
