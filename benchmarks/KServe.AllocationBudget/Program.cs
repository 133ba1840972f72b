using System.Text.Json;
using KServe.AllocationBudget;
using KServe.Load.Calls;
using KServe.Load.Hosting;
using KServe.Load.Models;
using Microsoft.Extensions.DependencyInjection;

const string Model = "identity";
var sampleTypes = args.Contains("--types", StringComparer.Ordinal);
if (args is ["--server", ..])
{
    await using var served = await LoopbackServer.StartAsync(
        new LoopbackServerOptions
        {
            Models = static models => models.AddPredictor<IdentityPredictor>(Model),
            WaitFor = [Model],
            Routes = FloorCall.Map,
        },
        CancellationToken.None);
    await ServerProcess.ServeAsync(served, sampleTypes);
    return 0;
}

var small = new TensorPayload(1000);
var large = new TensorPayload(150_528);
(string Shape, LoadCall Call)[] cases =
[
    ("[1,1000]", new FloorCall(small, isHttp2: true)),
    ("[1,150528]", new FloorCall(large, isHttp2: true)),
    ("[1,1000]", new FloorCall(small, isHttp2: false)),
    ("[1,150528]", new FloorCall(large, isHttp2: false)),
    ("[1,1000]", new GrpcCall(Model, small)),
    ("[1,150528]", new GrpcCall(Model, large)),
    ("[1,1000]", new BinaryCall(Model, small)),
    ("[1,150528]", new BinaryCall(Model, large)),
    ("[1,1000]", JsonCall.V1(Model, small)),
    ("[1,1000]", JsonCall.V2(Model, small)),
];

using var budgets = JsonDocument.Parse(
    await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "budgets.json")));
using var server = await ServerProcess.StartAsync(sampleTypes);
var measurement = new Measurement(server);
var exceeded = 0;
Console.WriteLine($"{"case",-24}{"bytes/request",16}{"budget",10}");
foreach (var (shape, call) in cases)
{
    var name = $"{call.Name} {shape}";
    // Only the floor goes without: a call that was renamed must not lose its budget unseen.
    var budget = call is FloorCall ? long.MaxValue : budgets.RootElement.GetProperty(name).GetInt64();
    var measured = await measurement.RunAsync(call);
    exceeded += measured > budget ? 1 : 0;
    Console.WriteLine($"{name,-24}{measured,16:N0}{(budget == long.MaxValue ? "" : budget.ToString("N0")),10}{(measured > budget ? "  EXCEEDED" : "")}");
    if (sampleTypes)
    {
        Console.WriteLine($"    {(await server.GetTopTypesAsync()).Replace("; ", "\n    ", StringComparison.Ordinal)}");
    }
}

return exceeded == 0 ? 0 : 1;
