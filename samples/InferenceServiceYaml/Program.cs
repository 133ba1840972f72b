using InferenceServiceYaml;

var isCheck = args.Contains("--once");
var folder = AppContext.BaseDirectory;
var builder = WebApplication.CreateBuilder(args);
if (isCheck)
{
    builder.WebHost.UseUrls("http://127.0.0.1:0");
    builder.Logging.SetMinimumLevel(LogLevel.Warning);
}

builder.Services.AddKServe()
    .AddInferenceServices(Path.Combine(folder, "services"), options =>

        // Where the cluster has a bucket, this process has a folder.
        options.StorageMap["gs://example-models/"] = Path.Combine(folder, "models") + "/")

    // What stands in for the containers, by their images; tags do not count.
    .AddTransformer<IrisTransformer>("registry.example.com/iris-transformer")
    .AddKernelShap("registry.example.com/iris-explainer", options =>
    {
        options.Output = "predict_proba";
        options.BackgroundFile = "background.csv";
    });

await using var app = builder.Build();
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
