using KServe.Kernels.Linear;
using KServe.Runtime.Generative;
using Microsoft.Extensions.AI;

namespace KServe.Docs.Snippets;

internal static class LanguageModels
{
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddKServe()
            .AddLanguageModel("chat", "/models/qwen2.5-0.5b-instruct")
            .AddLanguageModel("embed", "/models/all-minilm-l6-v2");
    }

    public static void Configure(WebApplicationBuilder builder)
    {
        builder.Services.AddKServe().AddLanguageModel("chat", "/models/llama-3.1-8b", model =>
        {
            model.Quantization = WeightPrecision.Q8;
            model.Threads = 8;
            model.Engine.MaxSequences = 32;
            model.Engine.KvCacheBytes = 2L << 30;
        });
    }

    public static void AddEncoder(WebApplicationBuilder builder)
    {
        builder.Services.AddKServe().AddLanguageModel("names", "/models/bert-base-ner", model =>
        {
            model.Task = LanguageModelTask.TokenClassification;
            model.Encoder.Output = EncoderOutput.Probabilities;
        });
    }

    public static async Task<int> EmbedAsync(IServiceProvider services)
    {
        var generator = services.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>("embed");
        GeneratedEmbeddings<Embedding<float>> vectors = await generator.GenerateAsync(["a text", "another"]);
        return vectors.Count;
    }

    public static async Task<string> AskAsync(IServiceProvider services)
    {
        IChatClient client = services.GetRequiredKeyedService<IChatClient>("chat");
        ChatResponse answer = await client.GetResponseAsync("What is the capital of France?");
        return answer.Text;
    }
}
