using KServe.Kernels.Attention;

namespace KServe.Runtime.Generative.Tests.Models;

/// <summary>Holds that a token's logits have the same bits however its sequence is computed.</summary>
public sealed class DecoderInvarianceTests
{
    private static readonly int[] Prompt = [.. Enumerable.Range(0, 45).Select(static i => (i * 37 % 380) + 3)];
    private static readonly int[] Neighbour = [.. Enumerable.Range(0, 20).Select(static i => (i * 53 % 380) + 3)];

    [Theory]
    [InlineData("llama", KvFormat.F32)]
    [InlineData("llama", KvFormat.BF16)]
    [InlineData("llama", KvFormat.Q8)]
    [InlineData("mistral", KvFormat.F16)]
    [InlineData("gemma2", KvFormat.F32)]
    [InlineData("gemma3-text", KvFormat.F32)]
    [InlineData("mixtral", KvFormat.F32)]
    [InlineData("qwen2-moe", KvFormat.F32)]
    [InlineData("qwen3", KvFormat.F32)]
    [InlineData("phi3-longrope", KvFormat.F32)]
    [InlineData("gpt2", KvFormat.F32)]
    [InlineData("gpt-neox", KvFormat.F32)]
    public void Forward_CutBatchedOrThreaded_GivesTheSameBits(string name, KvFormat format)
    {
        var folder = ArchitectureGolden.PathOf(name);
        using var decoding = new Decoding(folder, threads: 1, options => options with { CacheFormat = format });
        var whole = decoding.Logits(Prompt);

        Assert.Equal(whole, decoding.Logits(Prompt, step: 1));
        Assert.Equal(whole, decoding.Logits(Prompt, step: 3));
        Assert.Equal(whole, decoding.Logits(Prompt, step: 16));
        Assert.Equal(whole, decoding.LogitsTogether(Neighbour, Prompt, Neighbour[..1])[1]);
        for (var threads = 2; threads <= 4; threads++)
        {
            using var threaded = new Decoding(
                folder, threads, options => options with { CacheFormat = format, MaxSliceTokens = 7 * threads });
            Assert.Equal(whole, threaded.Logits(Prompt));
            Assert.Equal(whole, threaded.LogitsTogether(Neighbour, Prompt)[1]);
        }
    }

    [Fact]
    public void Forward_BatchOf64_GivesEachTheBitsItHasAlone()
    {
        using var decoding = new Decoding(
            ArchitectureGolden.PathOf("llama"), threads: 2, options => options with { BlockCount = 130 });
        int[][] sequences = [.. Enumerable.Range(0, 64).Select(static i => Prompt[..((i % 30) + 1)])];

        var together = decoding.LogitsTogether(sequences);

        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(decoding.Logits(sequences[i]), together[i]);
        }

        Assert.Equal(together[3], together[33]);
    }

    [Theory]
    [InlineData(KvFormat.F32, 1)]
    [InlineData(KvFormat.F32, 16)]
    [InlineData(KvFormat.F32, 37)]
    [InlineData(KvFormat.F16, 5)]
    [InlineData(KvFormat.BF16, 40)]
    [InlineData(KvFormat.Q8, 7)]
    public void Forward_BlocksBehindTheWindowAreGone_GivesTheSameBits(KvFormat format, int step)
    {
        int[] prompt = [.. Enumerable.Range(0, 240).Select(static i => (i * 37 % 380) + 3)];
        using var decoding = new Decoding(
            ArchitectureGolden.PathOf("mistral"),
            threads: 2,
            options => options with { CacheFormat = format, MaxSliceTokens = 24 });
        Assert.Equal(8, decoding.Model.Window);

        Assert.Equal(decoding.Logits(prompt), decoding.LogitsInWindow(prompt, step));
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("gemma2")]
    [InlineData("gemma3-text")]
    public void Window_ALayerSeesAll_IsNone(string name)
    {
        using var decoding = new Decoding(ArchitectureGolden.PathOf(name));
        Assert.Equal(0, decoding.Model.Window);
    }

    [Fact]
    public void CopyBlock_ThenContinuedInTheCopy_GivesTheSameBits()
    {
        using var decoding = new Decoding(ArchitectureGolden.PathOf("llama"));
        var model = decoding.Model;
        var batch = new KServe.Runtime.Generative.Engine.StepBatch();
        var first = new float[model.VocabularySize];
        var second = new float[model.VocabularySize];
        batch.Add(Prompt.AsSpan(0, 10), 0, 0, [5]);
        model.Forward(batch, first);

        model.CopyBlock(5, 9);
        batch.Clear();
        batch.Add(Prompt.AsSpan(10, 1), 10, 1, [5]);
        model.Forward(batch, first);
        batch.Clear();
        batch.Add(Prompt.AsSpan(10, 1), 10, 1, [9]);
        model.Forward(batch, second);

        Assert.Equal(first, second);
    }

    [Fact]
    public void Forward_SameStepAgain_AllocatesNothing()
    {
        using var decoding = new Decoding(ArchitectureGolden.PathOf("mixtral"));
        var batch = new KServe.Runtime.Generative.Engine.StepBatch();
        var logits = new float[decoding.Model.VocabularySize];
        batch.Add(Prompt.AsSpan(0, 12), 0, 1, [3]);
        decoding.Model.Forward(batch, logits);
        batch.Clear();
        batch.Add(Prompt.AsSpan(12, 1), 12, 1, [3]);
        decoding.Model.Forward(batch, logits);

        // The least of some calls: a thread takes its scratch memory once, when it first has such work.
        var least = long.MaxValue;
        for (var i = 0; i < 10; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            decoding.Model.Forward(batch, logits);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
