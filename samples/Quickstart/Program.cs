using KServe;
using Quickstart;

// KServe's ports, or the next free ones.
var grpcPort = FreePort.From(8081);
var httpPort = FreePort.From(8080, except: grpcPort);
var models = Path.Combine(AppContext.BaseDirectory, "models");

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddKServe()
    .AddOnnxRuntime()
    .AddModel("iris", Path.Combine(models, "iris"))         // ONNX: the runtime is found by the files
    .AddModel("wine", Path.Combine(models, "wine"))         // scikit-learn, from joblib
    .AddModel("diabetes", Path.Combine(models, "diabetes")) // XGBoost
    .AddPredictor<ChurnPredictor>("churn")                  // a class of this project
    .AddLanguageModel("chat", Path.Combine(models, "tiny-chat"))
    .AddProtocols(options => (options.HttpPort, options.GrpcPort) = (httpPort, grpcPort));

await using var app = builder.Build();
app.MapKServe();
await app.StartAsync();

// From here on it is a client: one request per protocol, over real connections.
await app.Services.GetRequiredService<ServerHealth>().Started;
var isGood = await Tour.RunAsync(httpPort, grpcPort, app.Lifetime.ApplicationStopping);
if (args.Contains("--once"))
{
    await app.StopAsync();
    return isGood ? 0 : 1;
}

Tour.PrintWhatToTry(httpPort);
await app.WaitForShutdownAsync();
return 0;
