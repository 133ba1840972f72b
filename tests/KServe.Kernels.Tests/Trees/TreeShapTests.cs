using KServe.Kernels.Trees;

namespace KServe.Kernels.Tests.Trees;

public sealed class TreeShapTests
{
    private const double Tolerance = 1e-9;

    // 1 row fills 128 bits, 3 fill 256, 11 take a full and a partial block of 512.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(11, 6)]
    [InlineData(11, 12)]
    public void Values_RandomTrees_EqualDefinition(int rowCount, int depth)
    {
        var random = new RandomTrees(100 + depth) { FeatureCount = 6, MaxDepth = depth, OutputCount = 2 };
        AssertValues(random.Ensemble(5), random.Rows(rowCount));
    }

    [Fact]
    public void Values_VectorLeaves_EqualDefinition()
    {
        var random = new RandomTrees(2) { OutputCount = 3, VectorLeaves = true };
        AssertValues(random.Ensemble(4), random.Rows(9));
    }

    [Theory]
    [InlineData(TreePrecision.Single)]
    [InlineData(TreePrecision.SingleInput)]
    public void Values_Float32_EqualDefinition(TreePrecision precision)
    {
        var random = new RandomTrees(3) { Precision = precision };
        AssertValues(random.Ensemble(4), random.Rows(9), 1e-6);
    }

    [Fact]
    public void Values_OneFeature_EqualDefinition()
    {
        // Every split of a path is on the same feature.
        var random = new RandomTrees(4) { FeatureCount = 1, MaxDepth = 8, EarlyLeaf = 0.05 };
        AssertValues(random.Ensemble(3), random.Rows(20));
    }

    [Fact]
    public void Values_ManyFeatures_AddUp()
    {
        // More than four integration points: a walk takes several passes.
        var random = new RandomTrees(5) { FeatureCount = 40, MaxDepth = 30, EarlyLeaf = 0.45, OnlyComparisons = true };
        var plain = random.Ensemble(30);
        const int Count = 16;
        var rows = random.Rows(Count);
        var values = new double[Count * 41];

        TreeShap.Values(plain.Compile(), rows, Count, values);

        for (var r = 0; r < Count; r++)
        {
            var margin = plain.Predict(rows.AsSpan(r * 40, 40))[0];
            Assert.Equal(margin, values[(r * 41)..((r + 1) * 41)].Sum(), Tolerance);
        }
    }

    [Fact]
    public void Values_NoCovers_CountChildrenEvenly()
    {
        var random = new RandomTrees(6);
        var plain = random.Ensemble(3);
        var bare = plain with { Trees = [.. plain.Trees.Select(WithoutCovers)] };

        AssertValues(bare, random.Rows(5));
    }

    [Fact]
    public void Values_BigBatch_EqualsRowByRow()
    {
        var random = new RandomTrees(7) { MaxDepth = 6 };
        var ensemble = random.Ensemble(30).Compile();
        const int Count = 333;
        var rows = random.Rows(Count);
        var batch = new double[Count * 6];
        var single = new double[Count * 6];

        TreeShap.Values(ensemble, rows, Count, batch);
        for (var r = 0; r < Count; r++)
        {
            TreeShap.Values(ensemble, rows.AsSpan(r * 5, 5), 1, single.AsSpan(r * 6, 6));
        }

        AssertClose(single, batch, Tolerance);
    }

    [Fact]
    public void Values_Float32Rows_EqualFloat64Rows()
    {
        var random = new RandomTrees(8) { Precision = TreePrecision.Single };
        var ensemble = random.Ensemble(5).Compile();
        var narrow = Array.ConvertAll(random.Rows(9), value => (float)value);
        var fromNarrow = new double[9 * 6];
        var fromWide = new double[9 * 6];

        TreeShap.Values(ensemble, narrow, 9, fromNarrow);
        TreeShap.Values(ensemble, Array.ConvertAll(narrow, value => (double)value), 9, fromWide);

        Assert.Equal(fromWide, fromNarrow);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(3, 6)]
    [InlineData(9, 12)]
    public void Interactions_RandomTrees_EqualDefinition(int rowCount, int depth)
    {
        var random = new RandomTrees(200 + depth) { FeatureCount = 6, MaxDepth = depth, OutputCount = 2 };
        var plain = random.Ensemble(4);
        var rows = random.Rows(rowCount);
        var values = new double[rowCount * 2 * 49];

        TreeShap.Interactions(plain.Compile(), rows, rowCount, values);

        for (var i = 0; i < rowCount * 2; i++)
        {
            var row = rows[(i / 2 * 6)..((i / 2 * 6) + 6)];
            var game = ShapleyGame.PathDependent(plain, row, i % 2);
            AssertClose(Matrix(game, 6), values[(i * 49)..((i + 1) * 49)], Tolerance);
        }
    }

    [Fact]
    public void Interactions_Float32Rows_EqualFloat64Rows()
    {
        var random = new RandomTrees(9) { Precision = TreePrecision.Single };
        var ensemble = random.Ensemble(5).Compile();
        var narrow = Array.ConvertAll(random.Rows(9), value => (float)value);
        var fromNarrow = new double[9 * 36];
        var fromWide = new double[9 * 36];

        TreeShap.Interactions(ensemble, narrow, 9, fromNarrow);
        TreeShap.Interactions(ensemble, Array.ConvertAll(narrow, value => (double)value), 9, fromWide);

        Assert.Equal(fromWide, fromNarrow);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(13)]
    public void InterventionalValues_RandomTrees_EqualDefinition(int backgroundCount)
    {
        var random = new RandomTrees(300 + backgroundCount) { OutputCount = 2, MaxDepth = 6 };
        var plain = random.Ensemble(4);
        var rows = random.Rows(3);
        var background = random.Rows(backgroundCount);
        var values = new double[3 * 2 * 6];

        TreeShap.InterventionalValues(plain.Compile(), rows, 3, background, backgroundCount, values);

        var others = background.Chunk(5).ToArray();
        for (var i = 0; i < 6; i++)
        {
            var game = ShapleyGame.Interventional(plain, rows[(i / 2 * 5)..((i / 2 * 5) + 5)], others, i % 2);
            AssertClose(Vector(game, 5), values[(i * 6)..((i + 1) * 6)], Tolerance);
        }
    }

    [Fact]
    public void InterventionalValues_Float32Rows_EqualFloat64Rows()
    {
        var random = new RandomTrees(10) { Precision = TreePrecision.Single };
        var ensemble = random.Ensemble(5).Compile();
        var narrow = Array.ConvertAll(random.Rows(9), value => (float)value);
        var wide = Array.ConvertAll(narrow, value => (double)value);
        var fromNarrow = new double[2 * 6];
        var fromWide = new double[2 * 6];

        TreeShap.InterventionalValues(ensemble, narrow.AsSpan(0, 10), 2, narrow, 9, fromNarrow);
        TreeShap.InterventionalValues(ensemble, wide.AsSpan(0, 10), 2, wide, 9, fromWide);

        Assert.Equal(fromWide, fromNarrow);
    }

    [Fact]
    public void ExpectedValues_Ensemble_EqualGameOfNobody()
    {
        var random = new RandomTrees(11);
        var plain = random.Ensemble(7);
        var expected = new double[1];

        TreeShap.ExpectedValues(plain.Compile(), expected);

        Assert.Equal(ShapleyGame.PathDependent(plain, random.Rows(1), 0).Expected, expected[0], Tolerance);
    }

    [Fact]
    public void Values_LinearLeaves_NotSupported()
    {
        var ensemble = new RandomTrees(12) { LinearLeaves = true }.Ensemble(3).Compile();

        Assert.Throws<NotSupportedException>(() => TreeShap.Values(ensemble, new double[5], 1, new double[6]));
    }

    [Fact]
    public void Values_TreeTooDeep_NotSupported()
    {
        var ensemble = TreeEnsemble.Create(1, 1, [Chains.Tree(8193)], [], TreePrecision.Double);

        Assert.Throws<NotSupportedException>(() => TreeShap.Values(ensemble, new double[1], 1, new double[2]));
    }

    [Fact]
    public void Values_DeepChain_AddUp()
    {
        var ensemble = TreeEnsemble.Create(1, 1, [Chains.Tree(4000)], [], TreePrecision.Double);
        var values = new double[2];
        var margin = new double[1];

        TreeShap.Values(ensemble, [1234.5], 1, values);
        ensemble.Predict([1234.5], 1, margin);

        Assert.Equal(margin[0], values.Sum(), 1e-6);
    }

    [Fact]
    public void Values_CancelledToken_Throws()
    {
        var ensemble = new RandomTrees(13).Ensemble(5).Compile();
        var cancelled = new CancellationToken(canceled: true);
        var (row, values) = (new double[5], new double[6]);

        Assert.ThrowsAny<OperationCanceledException>(() => TreeShap.Values(ensemble, row, 1, values, cancelled));
        Assert.ThrowsAny<OperationCanceledException>(
            () => TreeShap.Interactions(ensemble, row, 1, new double[36], cancelled));
        Assert.ThrowsAny<OperationCanceledException>(
            () => TreeShap.InterventionalValues(ensemble, row, 1, row, 1, values, cancelled));
    }

    [Fact]
    public void AllMethods_WrongLengths_Throw()
    {
        var ensemble = new RandomTrees(14).Ensemble(5).Compile();
        var row = new double[5];

        Assert.Throws<ArgumentException>(() => TreeShap.Values(ensemble, row, 1, new double[5]));
        Assert.Throws<ArgumentException>(() => TreeShap.Values(ensemble, row, 2, new double[12]));
        Assert.Throws<ArgumentException>(() => TreeShap.Interactions(ensemble, row, 1, new double[35]));
        Assert.Throws<ArgumentException>(
            () => TreeShap.InterventionalValues(ensemble, row, 1, row, 2, new double[6]));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => TreeShap.InterventionalValues(ensemble, row, 1, row, 0, new double[6]));
        Assert.Throws<ArgumentException>(() => TreeShap.ExpectedValues(ensemble, new double[2]));
    }

    private static void AssertValues(PlainEnsemble plain, double[] rows, double tolerance = Tolerance)
    {
        var (features, outputs) = (plain.FeatureCount, plain.OutputCount);
        var count = rows.Length / features;
        var width = features + 1;
        var values = new double[count * outputs * width];

        TreeShap.Values(plain.Compile(), rows, count, values);

        for (var i = 0; i < count * outputs; i++)
        {
            var row = rows[(i / outputs * features)..((i / outputs * features) + features)];
            var game = ShapleyGame.PathDependent(plain, row, i % outputs);
            AssertClose(Vector(game, features), values[(i * width)..((i + 1) * width)], tolerance);
            Assert.Equal(plain.Predict(row)[i % outputs], values[(i * width)..((i + 1) * width)].Sum(), tolerance);
        }
    }

    private static double[] Vector(ShapleyGame game, int features) =>
        [.. Enumerable.Range(0, features).Select(game.Value), game.Expected];

    private static double[] Matrix(ShapleyGame game, int features)
    {
        var width = features + 1;
        var matrix = new double[width * width];
        for (var i = 0; i < features; i++)
        {
            var own = game.Value(i);
            for (var j = 0; j < features; j++)
            {
                if (i != j)
                {
                    matrix[(i * width) + j] = game.Interaction(i, j);
                    own -= game.Interaction(i, j);
                }
            }

            matrix[(i * width) + i] = own;
        }

        matrix[^1] = game.Expected;
        return matrix;
    }

    private static Tree WithoutCovers(Tree tree) => new()
    {
        Nodes = Array.ConvertAll(tree.Nodes.ToArray(), node => node with { Cover = 0 }),
        LeafValues = tree.LeafValues,
        CategoryBits = tree.CategoryBits,
    };

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance);
        }
    }
}
