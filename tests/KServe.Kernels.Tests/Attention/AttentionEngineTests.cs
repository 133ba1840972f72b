using KServe.Kernels.Attention;
using KServe.Kernels.Compute;
using KServe.Kernels.Tests.Vectors;

namespace KServe.Kernels.Tests.Attention;

/// <summary>Holds attention against float64, and its bits against the way it is called.</summary>
[Trait(RegisterLadderTests.Trait, RegisterLadderTests.Value)]
public sealed class AttentionEngineTests
{
    [Theory]
    [InlineData(1, 1, 16, 0, 0f, 16, 70)]
    [InlineData(4, 2, 24, 0, 0f, 16, 131)]
    [InlineData(7, 1, 64, 0, 0f, 32, 90)]
    [InlineData(4, 4, 80, 8, 0f, 16, 150)]
    [InlineData(6, 2, 16, 70, 5f, 64, 140)]
    [InlineData(96, 1, 8, 0, 0f, 16, 20)]
    [InlineData(2, 1, 128, 0, 30f, 128, 129)]
    public void Causal_Float32Cache_EqualsFloat64(
        int heads, int keyHeads, int size, int window, float cap, int blockSize, int length)
    {
        var shape = new AttentionShape(heads, keyHeads, size, 1 / MathF.Sqrt(size), window, cap);
        using var paged = new PagedCase(shape, KvFormat.F32, blockSize, length, seed: heads + size);

        AssertNear(paged.Expected(), paged.Run(length, threads: 1), 2e-5);
    }

    [Theory]
    [InlineData(KvFormat.F16)]
    [InlineData(KvFormat.BF16)]
    [InlineData(KvFormat.Q8)]
    public void Causal_NarrowCache_EqualsFloat64OverWhatIsStored(KvFormat format)
    {
        var shape = new AttentionShape(6, 2, 40, 0.2f, 0, 0);
        using var paged = new PagedCase(shape, format, 16, 100, seed: 4);

        AssertNear(paged.Expected(), paged.Run(100, threads: 1), 2e-5);
    }

    [Theory]
    [InlineData(KvFormat.F32, 0)]
    [InlineData(KvFormat.F32, 9)]
    [InlineData(KvFormat.BF16, 0)]
    [InlineData(KvFormat.Q8, 40)]
    public void Causal_CutIntoSteps_GivesTheSameBits(KvFormat format, int window)
    {
        var shape = new AttentionShape(6, 2, 40, 0.2f, window, 0);
        using var paged = new PagedCase(shape, format, 16, 150, seed: 9);
        var whole = paged.Run(150, threads: 1);

        Assert.Equal(whole, paged.Run(1, threads: 1));
        Assert.Equal(whole, paged.Run(3, threads: 2));
        Assert.Equal(whole, paged.Run(16, threads: 3));
        Assert.Equal(whole, paged.Run(149, threads: 4));
        Assert.Equal([.. whole, .. whole[^(6 * 40)..]], paged.RunBesides(threads: 2));
    }

    [Theory]
    [InlineData(KvFormat.F32, 0)]
    [InlineData(KvFormat.BF16, 0)]
    [InlineData(KvFormat.F32, 700)]
    public void Causal_MoreKeysThanASplit_GivesTheSameBitsWhoeverComputesTheSplits(KvFormat format, int window)
    {
        const int Length = (2 * TileScratch.SplitSize) + 77;
        var shape = new AttentionShape(3, 1, 16, 0.25f, window, 0);
        using var paged = new PagedCase(shape, format, 16, Length, seed: 12);
        var whole = paged.Run(Length, threads: 1);

        AssertNear(paged.Expected(), whole, 2e-5);
        Assert.Equal(whole, paged.Run(Length, threads: 16));
        Assert.Equal(whole, paged.Run(10, threads: 2));
        Assert.Equal(whole, paged.Run(TileScratch.SplitSize, threads: 4));
        Assert.Equal(whole, paged.Run(Length - 1, threads: 3));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(5, false)]
    [InlineData(0, true)]
    public void Rows_TwoSequences_EqualFloat64(int window, bool isCausal)
    {
        const int Length = 75;
        const int Longest = 80;
        var shape = new AttentionShape(4, 2, 24, 0.3f, window, 0);
        using var one = new PagedCase(shape, KvFormat.F32, 16, Length, seed: 1);
        using var two = new PagedCase(shape, KvFormat.F32, 16, 3, seed: 2);
        var biases = VectorKernelTests.Numbers(new Random(6), 4 * ((2 * Longest) - 1));
        float Bias(int head, int distance) => biases[(head * ((2 * Longest) - 1)) + distance + Longest - 1];
        using var pool = new ComputePool(2);
        using var engine = new AttentionEngine(pool);
        float[] queries = [.. one.Queries, .. two.Queries];
        var output = new float[queries.Length];

        AttentionSequence[] sequences =
        [
            new() { TokenCount = Length },
            new() { FirstToken = Length, TokenCount = 3 },
        ];

        engine.Rows(
            shape,
            isCausal,
            sequences,
            sequences,
            queries,
            4 * 24,
            [.. one.Keys, .. two.Keys],
            [.. one.Values, .. two.Values],
            2 * 24,
            new DistanceBias(4, Longest, biases),
            output);

        AssertNear([.. one.Expected(isCausal, Bias), .. two.Expected(isCausal, Bias)], output, 2e-5);
    }

    [Fact]
    public void Causal_CalledAgain_AllocatesNothing()
    {
        var shape = new AttentionShape(4, 2, 32, 0.2f, 0, 0);
        using var pool = new ComputePool(1);
        using var engine = new AttentionEngine(pool);
        var rows = VectorKernelTests.Numbers(new Random(1), 70 * 128);
        var output = new float[70 * 128];
        var sequence = new AttentionSequence { TokenCount = 70 };
        void Call() => engine.Rows(
            shape, false, new(in sequence), new(in sequence), rows, 128, rows, rows, 64, null, output);
        Call();
        Call();
        var before = GC.GetAllocatedBytesForCurrentThread();

        Call();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Rows_LongerThanTheBias_Throws()
    {
        var shape = new AttentionShape(1, 1, 16, 1, 0, 0);
        using var pool = new ComputePool(1);
        using var engine = new AttentionEngine(pool);
        var rows = new float[5 * 16];

        Assert.Throws<ArgumentException>(() => engine.Rows(
            shape, false, [new AttentionSequence { TokenCount = 5 }], [new AttentionSequence { TokenCount = 5 }],
            rows, 16, rows, rows, 16, new DistanceBias(1, 4, new float[7]), new float[5 * 16]));
    }

    [Theory]
    [InlineData(3, 2, 80)]
    [InlineData(2, 2, 79)]
    public void Rows_ShapeThatDoesNotFit_Throws(int heads, int keyHeads, int length)
    {
        var shape = new AttentionShape(heads, keyHeads, 8, 1, 0, 0);
        using var pool = new ComputePool(1);
        using var engine = new AttentionEngine(pool);

        Assert.Throws<ArgumentException>(() => engine.Rows(
            shape, false, [new AttentionSequence { TokenCount = 5 }], [new AttentionSequence { TokenCount = 5 }],
            new float[length], 16, new float[80], new float[80], 16, null, new float[80]));
    }

    [Fact]
    public void Rows_LastTokenOverTheKeysOfAll_GivesTheSameBits()
    {
        const int Length = 70;
        var shape = new AttentionShape(4, 2, 24, 0.3f, 0, 0);
        using var paged = new PagedCase(shape, KvFormat.F32, 16, Length, seed: 3);
        using var pool = new ComputePool(1);
        using var engine = new AttentionEngine(pool);
        var output = new float[4 * 24];

        engine.Rows(
            shape,
            isCausal: true,
            [new AttentionSequence { TokenCount = 1, ContextLength = Length - 1 }],
            [new AttentionSequence { TokenCount = Length }],
            paged.Queries.AsSpan(^(4 * 24)..),
            4 * 24,
            paged.Keys,
            paged.Values,
            2 * 24,
            null,
            output);

        Assert.Equal(paged.Run(Length, threads: 1)[^(4 * 24)..], output);
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    public void Rows_KeysThatDoNotFit_Throws(int keys, int keySequences)
    {
        var shape = new AttentionShape(1, 1, 8, 1, 0, 0);
        using var pool = new ComputePool(1);
        using var engine = new AttentionEngine(pool);
        AttentionSequence[] seen = [.. Enumerable.Repeat(new AttentionSequence { TokenCount = keys }, keySequences)];

        Assert.Throws<ArgumentException>(() => engine.Rows(
            shape, true, [new AttentionSequence { TokenCount = 5 }], seen, new float[40], 8, new float[40],
            new float[40], 8, null, new float[40]));
    }

    private static void AssertNear(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance);
        }
    }
}
