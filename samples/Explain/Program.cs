// The page and the model lie beside the program, wherever that is started from.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = args,
    ContentRootPath = AppContext.BaseDirectory,
});
builder.Services.AddKServe()
    .AddModel(
        "diabetes",
        Path.Combine(AppContext.BaseDirectory, "models", "diabetes"), // a file that XGBoost wrote
        model => model.UseTreeShap());

var app = builder.Build();
app.UseStaticFiles();
app.MapGet("/", () => Results.File("index.html", "text/html"));
app.MapKServe();
app.Run();
