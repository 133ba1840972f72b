using Explain;

// The page lies beside the program, wherever that is started from.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = args,
    ContentRootPath = AppContext.BaseDirectory,
});
builder.Services.AddKServe()
    .AddPredictor<RentPredictor>("rent", model => model.UseTreeShap());

var app = builder.Build();
app.UseStaticFiles();
app.MapGet("/", () => Results.File("index.html", "text/html"));
app.MapKServe();
app.Run();
