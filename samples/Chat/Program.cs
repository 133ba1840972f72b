using Chat;

var isCheck = args.Contains("--once");
var model = args.FirstOrDefault(static arg => !arg.StartsWith('-'))
    ?? Path.Combine(AppContext.BaseDirectory, "models", "tiny-chat");
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
if (isCheck)
{
    builder.WebHost.UseUrls("http://127.0.0.1:0");
    builder.Logging.SetMinimumLevel(LogLevel.Warning);
}

builder.Services.AddKServe().AddLanguageModel("chat", model);

await using var app = builder.Build();
app.UseStaticFiles();
app.MapGet("/", () => Results.File("index.html", "text/html"));
app.MapKServe();
await app.StartAsync();
if (isCheck)
{
    var isGood = await Check.RunAsync(app);
    await app.StopAsync();
    return isGood ? 0 : 1;
}

await app.WaitForShutdownAsync();
return 0;
