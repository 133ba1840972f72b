namespace KServe.Docs.Snippets;

internal static class Models
{
    public static void FromFile(WebApplicationBuilder builder)
    {
        builder.Services.AddKServe()
            .AddOnnxRuntime()
            .AddModel("iris", "https://models.example.com/iris.tar.gz#sha256=0f3c...", model =>
            {
                model.Options.Version = "3";
                model.Options.MaxConcurrency = 8;
            });
    }

    public static void FromTheHub(WebApplicationBuilder builder)
    {
        builder.Services.AddKServe()
            .AddLanguageModel("chat", "hf://Qwen/Qwen2.5-0.5B-Instruct")
            .AddModel("embed", "hf://sentence-transformers/all-MiniLM-L6-v2:main")
            .AddLanguageModel("small", "hf://Qwen/Qwen2.5-0.5B-Instruct-GGUF?allow=*q4_k_m.gguf");
    }

    public static void Stages(WebApplicationBuilder builder)
    {
        builder.Services.AddKServe()
            .AddPredictor<MeanPredictor>("mean", model => model
                .UseTransformer<ScaleTransformer>()
                .Use(next => async (request, cancellationToken) =>
                {
                    var response = await next(request, cancellationToken);
                    response.Headers["x-scored-by"] = "mean";
                    return response;
                }));
    }

    public static async Task<float> InProcessAsync(ModelRegistry registry, CancellationToken cancellationToken)
    {
        using var lease = registry.Pin("mean");
        using var request = new InferRequest("mean");
        request.Inputs.Add(InferTensor.Create<float>("x", [3], 1, 2, 3));
        using var response = await lease.Revision.InferAsync(request, cancellationToken);
        return response.Outputs[0].AsSpan<float>()[0];
    }

    public static async Task<double> OutputByNameAsync(ModelRegistry registry, CancellationToken cancellationToken)
    {
        using var lease = registry.Pin("income");
        using var request = new InferRequest("income");
        request.Inputs.Add(InferTensor.Create<double>("X", [1, 3], 39, 13, 40));
        request.Outputs.Add(new RequestedOutput("predict_proba"));
        using var response = await lease.Revision.InferAsync(request, cancellationToken);
        var probabilities = response.Outputs[0].AsSpan<double>();
        return probabilities[1];
    }
}
