using System.Globalization;
using KServe;
using KServe.Batches;
using Microsoft.Extensions.DependencyInjection;

var seconds = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 2;
var duration = TimeSpan.FromSeconds(seconds);

string[] modes = ["off", "1 at a time", "2 at a time", "fixed 5 ms"];

Console.WriteLine(
    "closed loop: model, clients, batching, requests/s, p50 us, p99 us, p99.9 us, rows/call, bytes/request");
foreach (var (perCall, perRow) in ((int, int)[])[(0, 0), (50, 1), (1000, 2)])
{
    foreach (var clients in (int[])[1, 2, 8, 64])
    {
        foreach (var mode in modes[..3])
        {
            await MeasureClosedAsync(perCall, perRow, clients, mode);
        }
    }
}

Console.WriteLine("open loop: model, requests/s, batching, mean us, p50 us, p99 us, p99.9 us, rows/call");
foreach (var perSecond in (double[])[50, 300, 800, 2000, 10000])
{
    foreach (var mode in modes)
    {
        await MeasureOpenAsync(1000, 2, perSecond, mode);
    }
}

async Task MeasureClosedAsync(int perCall, int perRow, int clients, string mode)
{
    await using var provider = await LoadAsync(perCall, perRow, mode);
    var pool = provider.GetRequiredService<TensorPool>();
    using var lease = provider.GetRequiredService<ModelRegistry>().Pin("m");
    await Measurement.RunAsync(lease.Revision, pool, clients, duration / 4);
    var statistics = lease.Revision.Statistics;
    var (rows, calls) = (statistics.InferenceCount, statistics.ExecutionCount);
    var bytes = GC.GetTotalAllocatedBytes(precise: true);
    var (perSecond, latencies) = await Measurement.RunAsync(lease.Revision, pool, clients, duration);
    bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
    var perBatch = (double)(statistics.InferenceCount - rows) / (statistics.ExecutionCount - calls);
    Console.WriteLine(
        $"{perCall}+{perRow} us, {clients,2}, {mode}, {perSecond,9:0}, {Show(latencies)}, {perBatch:0.0}, "
        + $"{bytes / latencies.Length}");
}

async Task MeasureOpenAsync(int perCall, int perRow, double perSecond, string mode)
{
    await using var provider = await LoadAsync(perCall, perRow, mode);
    var pool = provider.GetRequiredService<TensorPool>();
    using var lease = provider.GetRequiredService<ModelRegistry>().Pin("m");
    try
    {
        var latencies = await Measurement.RunOpenAsync(lease.Revision, pool, perSecond, duration);
        var statistics = lease.Revision.Statistics;
        Console.WriteLine(
            $"{perCall}+{perRow} us, {perSecond,5:0}, {mode}, {latencies.Average():0}, {Show(latencies)}, "
            + $"{(double)statistics.InferenceCount / statistics.ExecutionCount:0.0}");
    }
    catch (InferenceException error)
    {
        Console.WriteLine($"{perCall}+{perRow} us, {perSecond,5:0}, {mode}: {error.Message}");
    }
}

async Task<ServiceProvider> LoadAsync(int perCall, int perRow, string mode)
{
    var services = new ServiceCollection();
    services.AddLogging();
    services.AddKServeCore().AddBatching().AddPredictor(
        "m",
        _ => new PerCallPredictor(TimeSpan.FromMicroseconds(perCall), TimeSpan.FromMicroseconds(perRow)),
        model => Configure(model, mode));
    var provider = services.BuildServiceProvider();
    await provider.GetRequiredService<ModelRegistry>().LoadAsync("m", CancellationToken.None);
    return provider;
}

static void Configure(ModelBuilder model, string mode)
{
    if (mode != "off")
    {
        model.UseBatching(batching =>
        {
            batching.MaxBatchSize = 64;
            batching.AdaptiveDelay = mode != "fixed 5 ms";
        });
        model.Options.MaxConcurrency = mode == "1 at a time" ? 1 : 2;
    }
}

static string Show(double[] latencies) => string.Join(", ", ((double[])[0.5, 0.99, 0.999])
    .Select(share => latencies[(int)(share * (latencies.Length - 1))].ToString("0.0", CultureInfo.InvariantCulture)));
