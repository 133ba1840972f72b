using KServe.Runtime.Generative.Configuration;

namespace KServe.Runtime.Generative.Tests.Configuration;

/// <summary>Computes the memory of KV caches of published models.</summary>
public sealed class KvCacheSizeTests : IDisposable
{
    private const double Gibi = 1 << 30;

    private readonly string _folder = Directory.CreateTempSubdirectory("kserve-kv-").FullName;

    [Theory]
    [InlineData(10_000, "16.2888")]
    [InlineData(1_000_000, "1628.8757")]
    public void Compute_ClassicDeepSeek_IsWhatCalculatorsSay(long tokens, string expected)
    {
        var shape = KvCacheShape.ReadClassic(DeepSeek());
        Assert.Equal((61, 128, 56, 0), (shape.LayerCount, shape.KeyValueHeadCount, shape.HeadSize, shape.LatentSize));
        Assert.Equal(expected, $"{KvCacheSize.Compute(shape, tokens, KvCacheElement.Float16) / Gibi:F4}");
    }

    [Fact]
    public void Compute_TrueDeepSeek_CountsTheLatentVector()
    {
        var shape = KvCacheShape.Read(DeepSeek());
        Assert.Equal(576, shape.LatentSize);
        Assert.Equal(61L * 10_000 * 576 * 2, KvCacheSize.Compute(shape, 10_000, KvCacheElement.Float16));
    }

    [Theory]
    [InlineData("qwen2", 24, 14, 2, 896, "null", 12)]
    [InlineData("llama", 16, 32, 8, 2048, "64", 32)]
    [InlineData("qwen3", 28, 16, 8, 1024, "128", 112)]
    [InlineData("qwen2", 28, 28, 4, 3584, "null", 56)]
    [InlineData("llama", 32, 32, 8, 4096, "null", 128)]
    public void Compute_GroupedQueries_CountsKeyHeads(
        string type, int layers, int heads, int keyHeads, int hidden, string headSize, int expectedKibi)
    {
        var shape = KvCacheShape.Read(Write($$"""
            {"model_type":"{{type}}","num_hidden_layers":{{layers}},"num_attention_heads":{{heads}},"vocab_size":1000,
             "num_key_value_heads":{{keyHeads}},"hidden_size":{{hidden}},"intermediate_size":100,
             "head_dim":{{headSize}}}
            """));
        Assert.Equal(expectedKibi * 1024, KvCacheSize.Compute(shape, 1, KvCacheElement.Float16));
    }

    [Fact]
    public void Compute_Windows_KeepNoMoreTokens()
    {
        var shape = KvCacheShape.Read(
            Path.Combine(AppContext.BaseDirectory, "Fixtures", "llm", "arch", "gemma3-text"));
        const int PerToken = 2 * 2 * 16 * 2;
        Assert.Equal(3 * 5 * PerToken, KvCacheSize.Compute(shape, 5, KvCacheElement.Float16));
        Assert.Equal((100 + 6 + 6) * PerToken, KvCacheSize.Compute(shape, 100, KvCacheElement.Float16));
    }

    [Fact]
    public void Read_GgufFile_HasItsShape()
    {
        var shape = KvCacheShape.Read(
            Path.Combine(AppContext.BaseDirectory, "Fixtures", "llm", "tiny-chat", "tiny-chat-q8_0.gguf"));
        Assert.Equal((5, 2, 32), (shape.LayerCount, shape.KeyValueHeadCount, shape.HeadSize));
    }

    [Theory]
    [InlineData(KvCacheElement.Float32, 4 * 64)]
    [InlineData(KvCacheElement.Float16, 2 * 64)]
    [InlineData(KvCacheElement.Eight, 64)]
    [InlineData(KvCacheElement.Q8, 68)]
    public void Compute_Elements_HaveTheirBytes(KvCacheElement element, long expected)
    {
        var shape = new KvCacheShape { LayerCount = 1, KeyValueHeadCount = 1, HeadSize = 32 };
        Assert.Equal(expected, KvCacheSize.Compute(shape, 1, element));
    }

    [Fact]
    public void Compute_WrongInput_IsRefused()
    {
        var shape = new KvCacheShape { LayerCount = 2, KeyValueHeadCount = 1 << 24, HeadSize = 1 << 24 };
        Assert.Throws<ArgumentOutOfRangeException>(() => KvCacheSize.Compute(shape, -1, KvCacheElement.Q8));
        Assert.Throws<OverflowException>(
            () => KvCacheSize.Compute(shape, 1_000_000_000_000_000, KvCacheElement.Float32));
        Assert.Throws<ArgumentException>(() => KvCacheSize.Compute(shape with { Windows = [1] }, 1, KvCacheElement.Q8));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => KvCacheSize.Compute(shape with { HeadSize = 0 }, 1, KvCacheElement.Q8));
        Assert.Throws<ArgumentOutOfRangeException>(() => KvCacheSize.Compute(shape, 1, (KvCacheElement)9));
        var error = Assert.Throws<InferenceException>(
            () => KvCacheShape.Read(Write("""{"num_hidden_layers":2,"hidden_size":64}""")));
        Assert.Equal("config.json: num_attention_heads is missing", error.Message);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string DeepSeek() => Write("""
        {"model_type":"deepseek_v3","num_hidden_layers":61,"num_attention_heads":128,"num_key_value_heads":128,
         "hidden_size":7168,"kv_lora_rank":512,"qk_rope_head_dim":64,"qk_nope_head_dim":128,"v_head_dim":128}
        """);

    private string Write(string json)
    {
        var path = Path.Combine(_folder, "config.json");
        File.WriteAllText(path, json);
        return path;
    }
}
