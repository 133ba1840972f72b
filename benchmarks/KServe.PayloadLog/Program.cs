using System.Diagnostics;
using System.Globalization;
using KServe.Load.Calls;
using KServe.Load.Hosting;
using KServe.Load.Models;
using KServe.PayloadLog;
using KServe.PayloadLogging;
using Microsoft.Extensions.DependencyInjection;

// Rounds go through all modes in turn, each a server of its own; ratios are taken within a round, so that what
// disturbs the machine for longer disturbs both sides. "off" runs twice: its ratio to itself is the noise.
var check = args.Contains("--check", StringComparer.Ordinal);
string[] numbers = [.. args.Where(static arg => arg != "--check")];
var seconds = numbers.Length > 0 ? double.Parse(numbers[0], CultureInfo.InvariantCulture) : 0.6;
var rounds = numbers.Length > 1 ? int.Parse(numbers[1], CultureInfo.InvariantCulture) : 5;
const int clients = 4;

await using var answering = await Receiver.StartAsync(answers: true);
await using var silent = await Receiver.StartAsync(answers: false);
var folder = Directory.CreateTempSubdirectory("kserve-payload-log-").FullName;
var gone = new UriBuilder(silent.Url) { Port = 1 }.Uri.ToString();
(string Name, Action<PayloadLoggingOptions>? Configure)[] modes =
[
    ("off", null),
    ("off again", null),
    ("sampled out", log => (log.Url, log.SampleRate) = (answering.Url, 0)),
    ("http", log => log.Url = answering.Url),
    ("http batched", log => (log.Url, log.Http.Mode) = (answering.Url, CloudEventMode.Batched)),
    ("files", log => log.Url = folder),
    ("sink never answers", log => log.Url = silent.Url),
    ("sink gone", log => log.Url = gone),
];

Console.WriteLine(
    "call, values, mode, requests/s, p50 us, p99 us, p99/off (least to most), verdict, logged, dropped, failed");
var slower = 0;
foreach (var values in (int[])[4, 1000])
{
    var payload = new TensorPayload(values);
    foreach (var call in (LoadCall[])[JsonCall.V1("m", payload), JsonCall.V2("m", payload), new GrpcCall("m", payload)])
    {
        var results = modes.Select(static _ => new List<Figures>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < modes.Length; i++)
            {
                // No mode always comes after the same one.
                var mode = (i + round) % modes.Length;
                results[mode].Add(await MeasureAsync(call, modes[mode].Configure));
            }
        }

        var noise = new Comparison(results[0], results[1]);
        for (var i = 0; i < modes.Length; i++)
        {
            var comparison = new Comparison(results[0], results[i]);
            var isSlower = comparison.IsBeyond(noise);
            slower += isSlower ? 1 : 0;
            var median = Figures.Median(results[i]);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{call.Name}, {values}, {modes[i].Name}, {median.PerSecond:0}, {median.P50:0}, {median.P99:0}, "
                + $"{comparison}, {(isSlower ? "SLOWER" : "within noise")}, "
                + $"{median.Logged}, {median.Dropped}, {median.Failed}"));
        }
    }
}

Directory.Delete(folder, recursive: true);
Console.WriteLine(slower == 0 ? "No mode has a p99 beyond the noise." : $"{slower} modes have a p99 beyond the noise.");
return check && slower > 0 ? 1 : 0;

async Task<Figures> MeasureAsync(LoadCall call, Action<PayloadLoggingOptions>? configure)
{
    await using var server = await LoopbackServer.StartAsync(
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
    using var counters = new Counters(server.Services);
    using var client = new HttpMessageInvoker(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) });
    var addresses = new ServerAddresses(server.Http, server.Grpc);
    await RunAsync(client, addresses, call, seconds / 2);
    var start = Stopwatch.GetTimestamp();
    var latencies = await RunAsync(client, addresses, call, seconds);
    var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
    Array.Sort(latencies);
    return new Figures(
        latencies.Length / elapsed,
        latencies[latencies.Length / 2],
        latencies[(int)(latencies.Length * 0.99)],
        counters["logged"],
        counters["dropped"],
        counters["failed"]);
}

async Task<double[]> RunAsync(HttpMessageInvoker client, ServerAddresses addresses, LoadCall call, double duration)
{
    var end = Stopwatch.GetTimestamp() + (long)(duration * Stopwatch.Frequency);
    var runs = Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
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
