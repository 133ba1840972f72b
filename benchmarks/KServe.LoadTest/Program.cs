using KServe.LoadTest.Peers.Compute;
using System.Diagnostics;
using System.Globalization;
using KServe.Load.Hosting;
using KServe.LoadTest.Client;
using KServe.LoadTest.Scenarios;
using KServe.LoadTest.Servers;

if (args is [OnnxLoopProgram.Verb])
{
    await OnnxLoopProgram.RunAsync();
    return 0;
}

if (args is [ChildHost.Verb, ..])
{
    await ChildHost.RunAsync(args);
    return 0;
}

Pinning.PinSelf(1);
var scenario = ScenarioCatalog.CreateAll().First(s => s.Name == args[0]);
var url = new Uri(args[1]);
using var client = new LoadClient(new LoadTarget(new ServerAddresses(url, url), scenario.Request, scenario.Connections, scenario.Streams));
client.Check();
Console.WriteLine(client.FirstHead);
if (args.Length > 2)
{
    var body = client.FirstBody;
    await File.WriteAllBytesAsync(args[2], System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new SampleResponse(scenario.Request.ContentType, [], body)));
}

for (var i = 0; i < 4; i++)
{
    var cpu = Process.GetCurrentProcess().TotalProcessorTime;
    var result = client.RunClosed(TimeSpan.FromSeconds(2));
    var used = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds / 2;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Rate:N0}/s p50 {result.Latencies.GetMicroseconds(0.5):N0} p99 {result.Latencies.GetMicroseconds(0.99):N0} client {used:P0} {1e6 * used / result.Rate:N2} us/request"));
}

return 0;
