namespace KServe.Docs.Snippets;

internal static class Batching
{
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddKServe()
            .AddOnnxRuntime()
            .AddModel("resnet", "/models/resnet", model => model.UseBatching(batching =>
            {
                batching.MaxBatchSize = 64;
                batching.MaxDelay = TimeSpan.FromMilliseconds(2);
            }));
    }

    public static void Pad(IKServeBuilder kserve)
    {
        kserve.AddModel("bert", "/models/bert", model => model.UseBatching(batching =>
        {
            batching.MaxBatchSize = 16;
            batching.Padding = new BatchPaddingOptions { Mode = BatchPaddingMode.Multiple, Multiple = 32 };
            batching.Padding.Values["input_ids"] = 1;
        }));
    }

    public static void CoreAlone(IServiceCollection services)
    {
        services.AddKServeCore().AddStorage().AddOnnxRuntime().AddBatching()
            .AddModel("resnet", "/models/resnet", model => model.UseBatching());
    }
}
