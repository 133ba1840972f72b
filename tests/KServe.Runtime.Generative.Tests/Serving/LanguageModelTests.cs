using KServe.Runtime.Generative.Tests.Fakes;

namespace KServe.Runtime.Generative.Tests.Serving;

public sealed class LanguageModelTests(ITestOutputHelper output)
{
    [Fact]
    public async Task LoadAsync_Model_SaysInOneLineWhatItRunsOn()
    {
        await using var served = await ServedChat.StartAsync(change: static options =>
        {
            options.Engine.KvCacheBytes = 4 << 20;
            options.Threads = 2;
        });

        var line = Assert.Single(
            served.Logger.Lines, static line => line.Text.Contains("is loaded", StringComparison.Ordinal));
        output.WriteLine(line.Text);
        var values = line.Values.ToDictionary(StringComparer.Ordinal);
        Assert.Equal("chat", values["Model"]);
        Assert.Equal("LlamaForCausalLM", values["Architecture"]);
        Assert.Equal(2, values["Threads"]);
        Assert.NotEmpty((string)values["Instructions"]!);
        Assert.True((long)values["WeightBytes"]! > 1_000_000);
        Assert.InRange((long)values["TokenBytes"]!, 1_000_000, 100_000_000);
        Assert.InRange((long)values["CacheBytes"]!, 1, 4 << 20);
        var blocks = (int)values["CacheBlocks"]!;
        Assert.Equal(0, (long)values["CacheBytes"]! % blocks);
        Assert.Matches(@"at most [0-9.]+ tokens/s for one stream, by the [0-9.]+ GB/s measured now$", line.Text);
    }

    [Fact]
    public async Task LoadAsync_Model_ShowsItsFactsUntilItIsDisposed()
    {
        await using var served = await ServedChat.StartAsync();
        using var metrics = new MetricRecorder(served.Metrics);
        string[] names =
            ["weights", "token.weights", "kv_cache", "memory.bytes_per_second", "roofline.tokens_per_second"];
        foreach (var name in names)
        {
            var one = Assert.Single(metrics.Of("kserve.generation." + name));
            Assert.True(one.Value > 0);
            Assert.Equal("chat", one.Tags["model_name"]);
        }

        await served.Model.DisposeAsync();
        Assert.Empty(metrics.Of("kserve.generation.weights"));
    }
}
