using KServe;
using KServe.Load.Hosting;
using KServe.ManyModels;
using KServe.ModelMesh;
using Microsoft.Extensions.DependencyInjection;

var options = RunOptions.Parse(args);
var memory = new ModelMemory();
var average = Enumerable.Range(0, options.Models).Average(static model => ModelMemory.GetSize(model));
var budget = (long)(options.Resident * average);
var sequence = new ZipfSequence(options.Models, options.Exponent, options.Seed);

await using var single = await LoopbackServer.StartAsync(
    new LoopbackServerOptions
    {
        Models = static models => models.AddPredictor("model-00000", _ => new WeightsPredictor(new ModelMemory(), 0)),
        WaitFor = ["model-00000"],
    },
    CancellationToken.None);
var server = await LoopbackServer.StartAsync(
    new LoopbackServerOptions
    {
        Models = models => models.AddModelMesh(mesh =>
        {
            mesh.Budget = budget;
            mesh.MaxQueuedLoads = 2 * options.Concurrency;
        }),
    },
    CancellationToken.None);

var mesh = server.Services.GetRequiredService<IModelMesh>();
var before = GC.GetTotalMemory(forceFullCollection: true);
for (var i = 0; i < options.Models; i++)
{
    var model = i;
    mesh.Register(
        $"model-{i:00000}",
        new MeshModelOptions { Size = ModelMemory.GetSize(i) },
        builder => builder.UsePredictor(_ => new WeightsPredictor(memory, model)));
}

var bytesPerModel = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)options.Models;
Uri[] addresses =
[
    .. Enumerable.Range(0, options.Models).Select(i => new Uri(server.Http, $"/v2/models/model-{i:00000}/infer")),
];
var singleAddress = new Uri(single.Http, "/v2/models/model-00000/infer");
using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
var clock = new Clock(options);
long next = -1;
Client[] clients = [.. Enumerable.Range(0, options.Concurrency).Select(_ => new Client(http, clock))];
await Task.WhenAll(clients.Select((client, worker) => Task.Run(async () =>
{
    for (var i = worker; !clock.IsOver; i++)
    {
        if (i % options.SingleEvery == 0)
        {
            await client.SendSingleAsync(singleAddress);
            continue;
        }

        var model = sequence[Interlocked.Increment(ref next)];
        await client.SendAsync(addresses[model], model);
    }
})));

var seconds = clock.Seconds;
var (loads, requests) = (memory.Loads, next + 1);
await server.DisposeAsync();
var report = new Report(options)
{
    Requests = requests,
    Seconds = seconds,
    Loads = loads,
    IdealHits = IdealLru.CountHits(sequence, requests, ModelMemory.GetSize, budget),
    Budget = budget,
    MaxResident = memory.Max,
    MaxModel = Enumerable.Range(0, options.Models).Max(ModelMemory.GetSize),
    LeftOver = memory.Resident,
    BytesPerModel = bytesPerModel,
    Clients = clients,
};
var missed = report.Print();
foreach (var goal in missed)
{
    Console.Error.WriteLine($"MISSED: {goal}");
}

return options.Check && missed.Count > 0 ? 1 : 0;
