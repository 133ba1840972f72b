using KServe.Runtime.Generative.Tests.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KServe.Runtime.Generative.Tests.Chat;

public sealed class ModelEmbeddingGeneratorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GenerateAsync_Texts_GivesVectorsUsageAndMetadata()
    {
        using var host = await StartAsync();
        var generator = Get(host);
        var result = await generator.GenerateAsync(["one text", "another"], cancellationToken: Token);
        Assert.Equal(2, result.Count);
        Assert.All(result, static one => Assert.Equal((64, "embed"), (one.Dimensions, one.ModelId)));
        Assert.NotEqual(result[0].Vector.ToArray(), result[1].Vector.ToArray());
        Assert.True(result.Usage!.InputTokenCount > 4);
        Assert.Equal(result.Usage.InputTokenCount, result.Usage.TotalTokenCount);
        var again = await generator.GenerateVectorAsync("another", cancellationToken: Token);
        Assert.Equal(result[1].Vector.ToArray(), again.ToArray());
        Assert.Equal("embed", generator.GetService<EmbeddingGeneratorMetadata>()!.DefaultModelId);
        Assert.Empty(await generator.GenerateAsync([], cancellationToken: Token));
    }

    [Fact]
    public async Task GenerateAsync_Dimensions_AreAppliedOrRefused()
    {
        using var host = await StartAsync();
        var generator = Get(host);
        var cut = await generator.GenerateVectorAsync("text", new() { Dimensions = 8 }, Token);
        Assert.Equal(8, cut.Length);
        Assert.Equal(1, cut.ToArray().Sum(static x => x * x), 1e-5);
        var none = new EmbeddingGenerationOptions
        {
            RawRepresentationFactory = static _ => new TextEncodingRequest([]) { Dimensions = 0 },
        };
        foreach (var options in (EmbeddingGenerationOptions[])[none, new() { Dimensions = 65 }])
        {
            var error = await Assert.ThrowsAsync<InferenceException>(() =>
                generator.GenerateAsync(["text"], options, Token));
            Assert.Equal("dimensions", error.Parameter);
        }
    }

    [Fact]
    public async Task GenerateAsync_LongText_IsRefusedUnlessItMayBeCut()
    {
        using var host = await StartAsync();
        var generator = Get(host);
        var text = string.Concat(Enumerable.Repeat("many words ", 200));
        var error = await Assert.ThrowsAsync<InferenceException>(() =>
            generator.GenerateAsync([text], cancellationToken: Token));
        Assert.Equal("context_length_exceeded", error.Reason);
        var options = new EmbeddingGenerationOptions
        {
            RawRepresentationFactory = static _ => new TextEncodingRequest([]) { Truncates = true },
        };
        Assert.Equal(64, (await generator.GenerateAsync([text], options, Token)).Usage!.InputTokenCount);
    }

    [Fact]
    public async Task GenerateAsync_Cancelled_Throws()
    {
        using var host = await StartAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Get(host).GenerateAsync(["text"], cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task GenerateAsync_ModelOfAnotherTask_IsRefused()
    {
        using var host = await StartAsync();
        var error = await Assert.ThrowsAsync<InferenceException>(() =>
            Get(host).GenerateAsync(["text"], new() { ModelId = "classes" }, Token));
        Assert.Equal(InferenceErrorCode.Unimplemented, error.Code);
    }

    private static IEmbeddingGenerator<string, Embedding<float>> Get(IHost host) =>
        host.Services.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>("embed");

    private static async Task<IHost> StartAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddKServeCore()
            .AddPredictor("embed", static _ => Create("minilm-sentence-embedding"))
            .AddPredictor("classes", static _ => Create("bert-sequence-classification"))
            .AddEmbeddingGenerator("embed");
        var host = builder.Build();
        await host.StartAsync(Token);
        var health = host.Services.GetRequiredService<ServerHealth>();
        while (!await health.IsReadyAsync(Token))
        {
            await Task.Yield();
        }

        return host;
    }

    private static Generative.Serving.TextEncoder Create(string name) =>
        new(ArchitectureGolden.PathOf(name), new LanguageModelOptions { Threads = 1 });
}
