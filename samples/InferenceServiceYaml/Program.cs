using InferenceServiceYaml;
using KServe.Samples;

var folder = AppContext.BaseDirectory;
var builder = WebApplication.CreateBuilder(args);
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
return await app.RunAsync(args, Check.RunAsync);
