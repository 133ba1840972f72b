var builder = WebApplication.CreateBuilder(args);
builder.Services.AddKServe()
    .AddModel("iris", Path.Combine(AppContext.BaseDirectory, "models", "iris")); // a file that joblib.dump wrote

var app = builder.Build();
app.MapKServe();
app.Run();
