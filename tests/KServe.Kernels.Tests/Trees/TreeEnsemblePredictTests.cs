using KServe.Kernels.Trees;

namespace KServe.Kernels.Tests.Trees;

public sealed class TreeEnsemblePredictTests
{
    private const int RowCount = 203;

    public static TheoryData<TreePrecision, int, bool, int> Shapes()
    {
        var data = new TheoryData<TreePrecision, int, bool, int>();
        foreach (var precision in Enum.GetValues<TreePrecision>())
        {
            foreach (var depth in (int[])[0, 1, 3, 6, 12])
            {
                foreach (var onlyComparisons in (bool[])[true, false])
                {
                    foreach (var outputs in (int[])[1, 3])
                    {
                        data.Add(precision, depth, onlyComparisons, outputs);
                    }
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    [Trait(RegisterLadderTests.Trait, RegisterLadderTests.Value)]
    public void Predict_RandomTrees_EqualsPlainWalk(
        TreePrecision precision, int depth, bool onlyComparisons, int outputs)
    {
        var random = new RandomTrees(depth + outputs)
        {
            Precision = precision, MaxDepth = depth, OnlyComparisons = onlyComparisons, OutputCount = outputs,
        };

        AssertSame(random.Ensemble(21), random.Rows(RowCount));
    }

    [Fact]
    public void Predict_MixedShapes_EqualsPlainWalk()
    {
        var shallow = new RandomTrees(1) { MaxDepth = 4, OnlyComparisons = true }.Ensemble(19);
        var deep = new RandomTrees(2) { MaxDepth = 11 }.Ensemble(9);
        var stump = new RandomTrees(3) { MaxDepth = 0 }.Ensemble(3);

        AssertSame(
            shallow with { Trees = [.. shallow.Trees, .. deep.Trees, .. stump.Trees, .. shallow.Trees] },
            new RandomTrees(4).Rows(RowCount));
    }

    [Fact]
    [Trait(RegisterLadderTests.Trait, RegisterLadderTests.Value)]
    public void Predict_VectorLeaves_EqualsPlainWalk()
    {
        var random = new RandomTrees(5) { OutputCount = 4, VectorLeaves = true, Precision = TreePrecision.SingleInput };

        AssertSame(random.Ensemble(10), random.Rows(RowCount));
    }

    [Fact]
    public void Predict_LinearLeaves_EqualsPlainWalk()
    {
        var random = new RandomTrees(6) { LinearLeaves = true };

        AssertSame(random.Ensemble(10), random.Rows(RowCount));
    }

    [Fact]
    public void Predict_ManyFeatures_EqualsPlainWalk()
    {
        var random = new RandomTrees(7) { FeatureCount = 500, MaxDepth = 8, OnlyComparisons = true };

        AssertSame(random.Ensemble(30), random.Rows(40));
    }

    [Fact]
    [Trait(RegisterLadderTests.Trait, RegisterLadderTests.Value)]
    public void Predict_BigBatch_EqualsRowByRow()
    {
        var random = new RandomTrees(8) { MaxDepth = 6, OnlyComparisons = true, Precision = TreePrecision.Single };
        var ensemble = random.Ensemble(40).Compile();
        const int Count = 5000;
        var rows = random.Rows(Count);
        var batch = new double[Count];
        var single = new double[Count];

        ensemble.Predict(rows, Count, batch);
        for (var r = 0; r < Count; r++)
        {
            ensemble.Predict(rows.AsSpan(r * 5, 5), 1, single.AsSpan(r, 1));
        }

        Assert.Equal(single, batch);
    }

    [Fact]
    public void Predict_AllOverloads_Agree()
    {
        var random = new RandomTrees(9) { Precision = TreePrecision.Single };
        var ensemble = random.Ensemble(12).Compile();
        var narrow = Array.ConvertAll(random.Rows(50), value => (float)value);
        var wide = Array.ConvertAll(narrow, value => (double)value);
        var (a, b, c, d) = (new double[50], new double[50], new float[50], new float[50]);

        ensemble.Predict(wide, 50, a);
        ensemble.Predict(narrow, 50, b);
        ensemble.Predict(wide, 50, c);
        ensemble.Predict(narrow, 50, d);

        Assert.Equal(a, b);
        Assert.Equal(c, d);
        Assert.Equal(a, Array.ConvertAll(c, value => (double)value));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(12)]
    public void Predict_OneRow_AllocatesNothing(int depth)
    {
        var random = new RandomTrees(10) { MaxDepth = depth, FeatureCount = 200, OutputCount = 40 };
        var ensemble = random.Ensemble(20).Compile();
        var row = random.Rows(1);
        var output = new double[40];

        // The least of many: what the runtime sets up once for code that it has not met yet is not the call's.
        var least = long.MaxValue;
        for (var i = 0; i < 100; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            ensemble.Predict(row, 1, output);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void WithTrees_Range_SumsOnlyThose()
    {
        var random = new RandomTrees(11);
        var plain = random.Ensemble(20);
        var rows = random.Rows(RowCount);

        AssertSame(plain with { Trees = plain.Trees[3..14] }, rows, plain.Compile().WithTrees(3..14));
        AssertSame(plain with { Trees = [] }, rows, plain.Compile().WithTrees(0..0));
        Assert.Throws<ArgumentOutOfRangeException>(() => plain.Compile().WithTrees(3..21));
    }

    [Fact]
    public void Scale_Factor_MultipliesLeavesAndBaseValues()
    {
        var random = new RandomTrees(13) { OutputCount = 2 };
        var ensemble = (random.Ensemble(5) with { BaseValues = [3, -1] }).Compile();
        var rows = random.Rows(9);
        var (sums, scaled) = (new double[18], new double[18]);

        ensemble.Predict(rows, 9, sums);
        ensemble.Scale(0.25).Predict(rows, 9, scaled);

        // A power of two rounds nothing.
        Assert.Equal(Array.ConvertAll(sums, static sum => sum * 0.25), scaled);
    }

    [Fact]
    public void WithBaseValues_Values_Replace()
    {
        var random = new RandomTrees(12) { OutputCount = 2 };
        var plain = random.Ensemble(5);

        AssertSame(plain with { BaseValues = [4, 5] }, random.Rows(9), plain.Compile().WithBaseValues([4, 5]));
        Assert.Throws<ArgumentException>(() => plain.Compile().WithBaseValues([4]));
    }

    [Fact]
    public void Predict_CancelledToken_Throws()
    {
        var random = new RandomTrees(13);
        var ensemble = random.Ensemble(5).Compile();
        var cancelled = new CancellationToken(canceled: true);

        Assert.ThrowsAny<OperationCanceledException>(
            () => ensemble.Predict(new double[500_000], 100_000, new double[100_000], cancelled));
        Assert.ThrowsAny<OperationCanceledException>(
            () => ensemble.Predict(new double[5], 1, new double[1], cancelled));
    }

    [Fact]
    public void Predict_NoRows_DoesNothing()
    {
        new RandomTrees(14).Ensemble(5).Compile().Predict(ReadOnlySpan<double>.Empty, 0, Span<double>.Empty);
    }

    [Fact]
    public void Predict_WrongLengths_Throws()
    {
        var ensemble = new RandomTrees(15).Ensemble(5).Compile();

        Assert.Throws<ArgumentException>(() => ensemble.Predict(new double[9], 2, new double[2]));
        Assert.Throws<ArgumentException>(() => ensemble.Predict(new double[10], 2, new double[3]));
        Assert.Throws<ArgumentException>(() => ensemble.PredictLeaves(new double[10], 2, new int[9]));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => ensemble.Predict(ReadOnlySpan<double>.Empty, -1, Span<double>.Empty));
    }

    private static void AssertSame(PlainEnsemble plain, double[] rows, TreeEnsemble? compiled = null)
    {
        var ensemble = compiled ?? plain.Compile();
        var count = rows.Length / plain.FeatureCount;
        var outputs = new double[count * plain.OutputCount];
        var leaves = new int[count * plain.Trees.Length];
        var one = new double[plain.OutputCount];

        ensemble.Predict(rows, count, outputs);
        ensemble.PredictLeaves(rows, count, leaves);

        for (var r = 0; r < count; r++)
        {
            var row = rows.AsSpan(r * plain.FeatureCount, plain.FeatureCount);
            var expected = plain.Predict(row);
            ensemble.Predict(row, 1, one);
            Assert.Equal(Narrow(plain, expected), outputs[(r * one.Length)..((r + 1) * one.Length)]);
            Assert.Equal(Narrow(plain, expected), one);
            Assert.Equal(plain.Leaves(row), leaves[(r * plain.Trees.Length)..((r + 1) * plain.Trees.Length)]);
        }
    }

    private static double[] Narrow(PlainEnsemble plain, double[] values) =>
        plain.Precision == TreePrecision.Single ? Array.ConvertAll(values, value => (double)(float)value) : values;
}
