using Chat;
using KServe.Samples;

var model = args.FirstOrDefault(static arg => !arg.StartsWith('-'))
    ?? Path.Combine(AppContext.BaseDirectory, "models", "tiny-chat");
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddKServe().AddLanguageModel("chat", model);

await using var app = builder.Build();
app.UseStaticFiles();
app.MapGet("/", () => Results.File("index.html", "text/html"));
app.MapKServe();
return await app.RunAsync(args, Check.RunAsync);
