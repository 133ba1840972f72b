using System.Globalization;
using KServe.Load.Calls;
using KServe.PayloadLog;
using KServe.PayloadLogging;

switch (args)
{
    case ["sink", var answers]:
        await Receiver.RunAsync(answers == "answers");
        return 0;
    case ["post", var url]:
        await Poster.RunAsync(url);
        return 0;
}

// Rounds go through all modes in turn, each a server of its own; ratios are taken within a round, so that what
// disturbs the machine for longer disturbs both sides. "off" runs twice: its ratio to itself is the noise. Sinks are
// other processes, but on this machine: "others post" shows what they alone do to a server that logs nothing.
string[] numbers = [.. args.Where(static arg => double.TryParse(arg, CultureInfo.InvariantCulture, out _))];
var only = Array.IndexOf(args, "--only") is >= 0 and var option ? args.ElementAtOrDefault(option + 1) ?? "" : "";
var seconds = numbers.Length > 0 ? double.Parse(numbers[0], CultureInfo.InvariantCulture) : 0.6;
var rounds = numbers.Length > 1 ? int.Parse(numbers[1], CultureInfo.InvariantCulture) : 5;

using var answering = ChildProcess.Start("sink", "answers");
using var silent = ChildProcess.Start("sink", "silent");
var (sink, silence) = (answering.ReadLine(), silent.ReadLine());
using var poster = ChildProcess.Start("post", sink);
var folder = Directory.CreateTempSubdirectory("kserve-payload-log-").FullName;
var gone = new UriBuilder(silence) { Port = 1 }.Uri.ToString();
Mode[] modes =
[
    new("off", null),
    new("off again", null),
    new("sampled out", log => (log.Url, log.SampleRate) = (sink, 0)),
    new("http", log => log.Url = sink),
    new("others post", null) { IsControl = true },
    new("http 1 in 10", log => (log.Url, log.SampleRate) = (sink, 0.1)),
    new("http batched", log => (log.Url, log.Http.Mode) = (sink, CloudEventMode.Batched)),
    new("files", log => log.Url = folder),
    new("sink never answers", log => log.Url = silence),
    new("sink gone", log => log.Url = gone),
];
var cell = new Cell(seconds);
Console.WriteLine(
    "call, values, mode, requests/s, p50 us, p99 us, p99/off (least to most), verdict, "
    + "logged/s, dropped, failed, CPU us/request, CPU us/event");
var slower = 0;
foreach (var values in (int[])[4, 1000])
{
    var payload = new TensorPayload(values);
    foreach (var call in (LoadCall[])[JsonCall.V1("m", payload), JsonCall.V2("m", payload), new GrpcCall("m", payload)])
    {
        if ($"{call.Name}, {values}".Contains(only, StringComparison.Ordinal))
        {
            slower += Show(call, values, await RunAsync(call, payload));
        }
    }
}

Directory.Delete(folder, recursive: true);
Console.WriteLine(slower == 0 ? "No mode has a p99 beyond the noise." : $"{slower} modes have a p99 beyond the noise.");
return args.Contains("--check", StringComparer.Ordinal) && slower > 0 ? 1 : 0;

async Task<List<Figures>[]> RunAsync(LoadCall call, TensorPayload payload)
{
    var results = modes.Select(static _ => new List<Figures>()).ToArray();
    var rate = 0.0;
    for (var round = 0; round < rounds; round++)
    {
        for (var i = 0; i < modes.Length; i++)
        {
            // No mode always comes after the same one.
            var mode = (i + round) % modes.Length;
            if (modes[mode].IsControl)
            {
                poster.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rate} {payload.Json.Length + 100}"));
            }

            results[mode].Add(await cell.MeasureAsync(call, modes[mode].Configure));
            poster.WriteLine("0 0");
            rate = modes[mode].Name == "http" ? results[mode][^1].LoggedPerSecond : rate;
        }
    }

    return results;
}

int Show(LoadCall call, int values, List<Figures>[] results)
{
    var slow = 0;
    var noise = new Comparison(results[0], results[1]);
    for (var i = 0; i < modes.Length; i++)
    {
        var comparison = new Comparison(results[0], results[i]);
        var isSlower = comparison.IsBeyond(noise);

        // What another process does is not the log's.
        slow += isSlower && !modes[i].IsControl ? 1 : 0;
        var median = Figures.Median(results[i]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{call.Name}, {values}, {modes[i].Name}, {median.PerSecond:0}, {median.P50:0}, {median.P99:0}, "
            + $"{comparison}, {(isSlower ? "SLOWER" : "within noise")}, {median.LoggedPerSecond:0}, "
            + $"{median.Dropped}, {median.Failed}, {median.RequestTime:0.0}, {median.EventTime:0.0}"));
    }

    return slow;
}
