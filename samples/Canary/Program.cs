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

// What the slider reads and writes. It takes effect with the next request; nothing is loaded or restarted.
app.MapGet("/share", (ModelRegistry registry) => registry.Rollouts.GetTraffic("price").Tracks[1].Percent);
app.MapPut("/share/{percent:range(0,100)}", (int percent, ModelRegistry registry) =>
{
    registry.Rollouts.SetTraffic("price", "next", percent);
    return Results.NoContent();
});
app.MapKServe();
app.Run();
