using KServe.Kernels.Attention;
using KServe.Runtime.Generative.Configuration;
using KServe.Runtime.Generative.KvCache;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Tests.Serving;

public sealed class KvCachePlanTests : IDisposable
{
    private readonly WeightStore _store = WeightStore.Open(
        Path.Combine(AppContext.BaseDirectory, "Fixtures", "llm", "tiny-chat"));

    private ModelConfiguration Model => _store.ReadConfiguration();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Create_NoBytesGiven_HoldsWhatTheSequencesCanUse()
    {
        // 512 tokens in blocks of 32, for 64 sequences.
        var plan = KvCachePlan.Create(Model, new LanguageModelOptions(), hasExactWeights: false);
        Assert.Equal((32, 64 * 16), (plan.BlockSize, plan.BlockCount));
    }

    [Fact]
    public void Create_BytesGiven_AreNotExceeded()
    {
        // 5 layers, keys and values of 2 heads of 32 numbers, 2 bytes each: 1,280 bytes a token.
        var options = new LanguageModelOptions { CacheFormat = KvFormat.BF16 };
        options.Engine.KvCacheBytes = 1 << 20;
        var plan = KvCachePlan.Create(Model, options, hasExactWeights: false);
        Assert.Equal((1 << 20) / (1280 * 32), plan.BlockCount);
        Assert.Equal(plan.BlockCount * 1280L * 32, plan.SizeInBytes);
    }

    [Theory]
    [InlineData(true, null, KvFormat.F32)]
    [InlineData(false, null, KvFormat.BF16)]
    [InlineData(true, KvFormat.Q8, KvFormat.Q8)]
    [InlineData(false, KvFormat.F32, KvFormat.F32)]
    public void Create_Format_IsWhatTheOptionsSayOrAsExactAsTheWeights(
        bool hasExactWeights, KvFormat? option, KvFormat expected)
    {
        var options = new LanguageModelOptions { CacheFormat = option };
        Assert.Equal(expected, KvCachePlan.Create(Model, options, hasExactWeights).Format);
    }

    [Theory]
    [InlineData(24)]
    [InlineData(1)]
    public void Create_BlockSizeThatKernelsDoNotTake_IsRefused(int size)
    {
        var options = new LanguageModelOptions();
        options.Engine.BlockSize = size;
        var error = Assert.Throws<InferenceException>(() => KvCachePlan.Create(Model, options, hasExactWeights: false));
        Assert.Contains("BlockSize", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_NoRoomForOneBlock_IsRefused()
    {
        var options = new LanguageModelOptions();
        options.Engine.KvCacheBytes = 1000;
        Assert.Throws<InferenceException>(() => KvCachePlan.Create(Model, options, hasExactWeights: false));
    }
}
