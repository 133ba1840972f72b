using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KServe.Runtime.OnnxRuntime.Tests;

/// <summary>Serves a BERT in ONNX from texts, beside the same weights in managed code.</summary>
public sealed class TextClassifierTests
{
    private static readonly string[] Texts =
        ["the film was good", "a bad story, and not a short one", "ok", "", "what is the capital of France?"];

    private static string Managed => Path.Combine(AppContext.BaseDirectory, "Fixtures", "bert");

    [Fact]
    public async Task Infer_Texts_GiveTheLogitsOfTheManagedEncoder()
    {
        using var folder = CreateModel();
        using var host = await StartAsync(
            folder.FullPath, static model => model.UseTokenizer(static texts => texts.MaxLength = 64));

        var together = await InferAsync(host, Texts);

        var expected = await EncodeAsync(host);
        for (var i = 0; i < Texts.Length; i++)
        {
            AssertNear(expected[i].ToArray(), Softmax(together.AsSpan(i * 3, 3)));
            var alone = await InferAsync(host, Texts[i]);
            AssertNear(Softmax(together.AsSpan(i * 3, 3)), Softmax(alone));
        }
    }

    [Fact]
    public async Task Infer_TransformerOfTheConfiguration_IsTheSame()
    {
        using var folder = CreateModel();
        using var code = await StartAsync(folder.FullPath, static model => model.UseTokenizer());
        using var configured = await StartAsync(folder.FullPath, static model => model.UseTransformer("words"), new()
        {
            ["KServe:Transformers:words:Input"] = "text",
            ["KServe:Transformers:words:MaxLength"] = "32",
            ["KServe:Transformers:words:PadsToMaxLength"] = "true",
            ["KServe:Transformers:words:PaddingSide"] = "Right",
        });

        var expected = await InferAsync(code, Texts);
        AssertNear(expected, await InferAsync(configured, Texts));
    }

    private static TempFolder CreateModel()
    {
        var folder = new TempFolder();
        var model = BertOnnx.Create(Path.Combine(Managed, "model.safetensors"), layers: 2, heads: 4);
        File.WriteAllBytes(Path.Combine(folder.FullPath, "model.onnx"), model);
        File.Copy(Path.Combine(Managed, "tokenizer.json"), Path.Combine(folder.FullPath, "tokenizer.json"));
        return folder;
    }

    private static async Task<IHost> StartAsync(
        string folder,
        Action<ModelBuilder> configure,
        Dictionary<string, string?>? settings = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Services.AddKServeCore().AddStorage().AddOnnxRuntime().AddGenerativeRuntime()
            .AddTokenizerTransformer("words")
            .AddModel("bert", folder, configure)
            .AddModel("managed", Managed);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.Services.GetRequiredService<ServerHealth>().Started.WaitAsync(TestContext.Current.CancellationToken);
        return host;
    }

    private static async Task<float[]> InferAsync(IHost host, params string[] texts)
    {
        using var lease = host.Services.GetRequiredService<ModelRegistry>().Pin("bert");
        using var request = new InferRequest("bert");
        request.Inputs.Add(BytesTensor.Rent(request.Pool, "text", [texts.Length], texts));
        using var response = await lease.Revision.InferAsync(request, TestContext.Current.CancellationToken);
        return response.FindOutput("logits")!.AsSpan<float>().ToArray();
    }

    private static async Task<IReadOnlyList<ReadOnlyMemory<float>>> EncodeAsync(IHost host)
    {
        using var lease = host.Services.GetRequiredService<ModelRegistry>().Pin("managed");
        using var request = new InferRequest("managed")
        {
            Content = new TextEncodingRequest([.. Texts.Select(static text => new TextInput { Text = text })]),
        };
        using var response = await lease.Revision.InferAsync(request, TestContext.Current.CancellationToken);
        return ((TextEncodingResult)response.Content!).Vectors;
    }

    private static float[] Softmax(ReadOnlySpan<float> logits)
    {
        var result = logits.ToArray();
        System.Numerics.Tensors.TensorPrimitives.SoftMax(logits, result);
        return result;
    }

    private static void AssertNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-4f);
        }
    }
}
