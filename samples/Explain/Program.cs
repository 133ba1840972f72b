using Explain;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddKServe()
    .AddPredictor<RentPredictor>("rent", model => model.UseTreeShap());

var app = builder.Build();
app.UseStaticFiles();
app.MapGet("/", () => Results.File(Path.Combine(app.Environment.WebRootPath, "index.html"), "text/html"));
app.MapKServe();
app.Run();
