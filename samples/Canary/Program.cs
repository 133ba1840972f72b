using Canary;
using KServe;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = args,
    ContentRootPath = AppContext.BaseDirectory,
});
builder.Services.AddKServe().AddPredictor(
    "price",
    static _ => new PricePredictor(perSquareMetre: 41), // what is there: version 1
    static model =>
    {
        model.Options.MaxConcurrency = 64;
        model.UseCanary(
            "next",
            static canary => canary.UsePredictor(static _ => new PricePredictor(perSquareMetre: 44)), // version 2
            static traffic => traffic.TrafficPercent = 10);
    });

var app = builder.Build();
app.UseStaticFiles();
app.MapGet("/", () => Results.File("index.html", "text/html"));

// What the page shows: the shares of the tracks, the step of a rollout, how the last one ended.
app.MapGet("/traffic", (ModelRegistry registry) =>
{
    var traffic = registry.Rollouts.GetTraffic("price");
    var canaries = traffic.Tracks.Skip(1).Select(static canary => new
    {
        canary.Version,
        canary.Percent,
        canary.Step,
        canary.StepCount,
        IsByItself = canary.State == RolloutState.Progressing,
    });
    return new { Stable = traffic.Tracks[0].Version, Canary = canaries.FirstOrDefault(), Last = traffic.LastOutcome };
});

// What the slider writes. It takes effect with the next request; nothing is loaded or restarted.
app.MapPut("/share/{percent:range(0,100)}", (int percent, ModelRegistry registry) =>
{
    registry.Rollouts.SetTraffic("price", "next", percent);
    return Results.NoContent();
});

// A new version that takes its traffic by itself. A faulty one, each fifth of whose requests fails, is taken back.
var step = app.Configuration.GetValue("StepDuration", TimeSpan.FromSeconds(4));
app.MapPost("/rollout", async (bool isFaulty, ModelRegistry registry, CancellationToken cancellationToken) =>
{
    await registry.Rollouts.StartAsync(
        "price",
        "next",
        canary =>
        {
            canary.Options.MaxConcurrency = 64;
            canary.UsePredictor(_ => new PricePredictor(perSquareMetre: 47, failsEvery: isFaulty ? 5 : 0));
        },
        traffic => traffic.Rollout = new RolloutOptions
        {
            Steps = { 10, 25, 50, 100 },
            StepDuration = step,
            Interval = step / 8,
            MinRequests = 20,
            MaxErrorRate = 0.1,
            MaxLatencyRatio = null, // a multiplication takes so little that its time is noise
        },
        cancellationToken);
    return Results.NoContent();
});
app.MapKServe();
app.Run();
