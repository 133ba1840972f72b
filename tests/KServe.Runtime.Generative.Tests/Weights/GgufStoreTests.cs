using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Configuration;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Tests.Weights;

/// <summary>Compares the GGUF files of the tiny chat model with its safetensors file.</summary>
public sealed class GgufStoreTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Fixtures", "llm", "tiny-chat");

    [Fact]
    public void ReadConfiguration_GgufAndConfigJson_SayTheSame()
    {
        using var gguf = WeightStore.Open(Path.Combine(Folder, "tiny-chat-q8_0.gguf"));
        var expected = ConfigurationFolder.Read(Folder);
        var actual = gguf.ReadConfiguration();
        Assert.Equal(expected.Attention with { Windows = [] }, actual.Attention with { Windows = [] });
        Assert.Equal(expected.Rope, actual.Rope);
        Assert.Equal(expected.NormEpsilon, actual.NormEpsilon);
        Assert.Equal(
            (expected.VocabularySize, expected.HiddenSize, expected.IntermediateSize, expected.LayerCount),
            (actual.VocabularySize, actual.HiddenSize, actual.IntermediateSize, actual.LayerCount));
        Assert.Equal(
            (expected.MaxPositions, expected.HasTiedEmbeddings, expected.ModelType, expected.Architecture),
            (actual.MaxPositions, actual.HasTiedEmbeddings, actual.ModelType, actual.Architecture));
        Assert.Equal([2], actual.Tokens.End);
        Assert.Equal((0, 0), (actual.Tokens.Begin, actual.Tokens.Padding));
    }

    [Fact]
    public void Names_OfGguf_AreThoseOfHuggingFace()
    {
        using var safetensors = WeightStore.Open(Folder + "/model.safetensors");
        using var gguf = WeightStore.Open(Path.Combine(Folder, "tiny-chat-q4_k_m.gguf"));
        Assert.Equal(safetensors.Names.Order(StringComparer.Ordinal), gguf.Names.Order(StringComparer.Ordinal));
        foreach (var name in gguf.Names)
        {
            Assert.Equal(safetensors.Get(name).Shape, gguf.Get(name).Shape);
        }
    }

    [Fact]
    public void Get_NormOfGguf_IsTheSameVector()
    {
        using var safetensors = WeightStore.Open(Folder + "/model.safetensors");
        using var gguf = WeightStore.Open(Path.Combine(Folder, "tiny-chat-q8_0.gguf"));
        const string Name = "model.layers.3.post_attention_layernorm.weight";
        Assert.Equal(WeightFormat.F32, gguf.Get(Name).Format);
        Assert.Equal(safetensors.Get(Name).ToArray(), gguf.Get(Name).ToArray());
    }
}
