namespace KServe.Kernels.Trees;

/// <summary>Computes SHAP values leaf by leaf.</summary>
/// <remarks>
/// The Shapley value of feature i on the path to a leaf is
/// leaf * (o_i - z_i) * integral over t of the product of (o_j t + z_j (1 - t)) for the other features j of the path:
/// o_j is 1 when the row satisfies all splits on j, z_j the share of rows that do. Gauss-Legendre points make the
/// integral of the polynomial exact.
/// </remarks>
internal static class PlainShap
{
    public static double[] Widen(ReadOnlySpan<float> rows)
    {
        var wide = new double[rows.Length];
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] = rows[i];
        }

        return wide;
    }

    public static void Values(
        TreeEnsemble ensemble, ReadOnlySpan<double> rows, int rowCount, Span<double> values, CancellationToken token)
    {
        var width = ensemble.FeatureCount + 1;
        TreeEnsemble.CheckLength(rows.Length, rowCount, ensemble.FeatureCount, nameof(rows));
        TreeEnsemble.CheckLength(values.Length, rowCount, ensemble.OutputCount * width, nameof(values));
        values.Clear();
        for (var r = 0; r < rowCount; r++)
        {
            token.ThrowIfCancellationRequested();
            var target = values.Slice(r * ensemble.OutputCount * width, ensemble.OutputCount * width);
            var row = rows.Slice(r * ensemble.FeatureCount, ensemble.FeatureCount);
            foreach (var tree in ensemble.Trees)
            {
                var path = new PlainPath(tree, ensemble.Precision, row, default);
                path.Walk(target, width);
            }

            AddBase(ensemble, target, width);
        }
    }

    public static void Interactions(
        TreeEnsemble ensemble, ReadOnlySpan<double> rows, int rowCount, Span<double> values, CancellationToken token)
    {
        var width = ensemble.FeatureCount + 1;
        var size = checked(ensemble.OutputCount * width * width);
        TreeEnsemble.CheckLength(rows.Length, rowCount, ensemble.FeatureCount, nameof(rows));
        TreeEnsemble.CheckLength(values.Length, rowCount, size, nameof(values));
        values.Clear();
        var single = new double[ensemble.OutputCount * width];
        for (var r = 0; r < rowCount; r++)
        {
            token.ThrowIfCancellationRequested();
            Array.Clear(single);
            var target = values.Slice(r * size, size);
            var row = rows.Slice(r * ensemble.FeatureCount, ensemble.FeatureCount);
            foreach (var tree in ensemble.Trees)
            {
                var path = new PlainPath(tree, ensemble.Precision, row, default) { Pairs = true };
                path.Walk(target, width);
                new PlainPath(tree, ensemble.Precision, row, default).Walk(single, width);
            }

            AddBase(ensemble, single, width);
            for (var i = 0; i < single.Length; i++)
            {
                var others = target.Slice(i * width, width);
                var sum = 0.0;
                foreach (var other in others)
                {
                    sum += other;
                }

                others[i % width] = single[i] - sum;
            }
        }
    }

    public static void Interventional(
        TreeEnsemble ensemble, ReadOnlySpan<double> rows, int rowCount, ReadOnlySpan<double> background,
        int backgroundCount, Span<double> values, CancellationToken token)
    {
        var width = ensemble.FeatureCount + 1;
        ArgumentOutOfRangeException.ThrowIfLessThan(backgroundCount, 1);
        TreeEnsemble.CheckLength(rows.Length, rowCount, ensemble.FeatureCount, nameof(rows));
        TreeEnsemble.CheckLength(background.Length, backgroundCount, ensemble.FeatureCount, nameof(background));
        TreeEnsemble.CheckLength(values.Length, rowCount, ensemble.OutputCount * width, nameof(values));
        values.Clear();
        var mean = new double[ensemble.OutputCount];
        var margins = new double[ensemble.OutputCount * backgroundCount];
        ensemble.Predict(background, backgroundCount, margins, token);
        for (var i = 0; i < margins.Length; i++)
        {
            mean[i % mean.Length] += margins[i] / backgroundCount;
        }

        for (var r = 0; r < rowCount; r++)
        {
            token.ThrowIfCancellationRequested();
            var target = values.Slice(r * ensemble.OutputCount * width, ensemble.OutputCount * width);
            var row = rows.Slice(r * ensemble.FeatureCount, ensemble.FeatureCount);
            foreach (var tree in ensemble.Trees)
            {
                for (var b = 0; b < backgroundCount; b++)
                {
                    var other = background.Slice(b * ensemble.FeatureCount, ensemble.FeatureCount);
                    new PlainPath(tree, ensemble.Precision, row, other).Walk(target, width);
                }
            }

            for (var i = 0; i < target.Length; i++)
            {
                target[i] = i % width == width - 1 ? mean[i / width] : target[i] / backgroundCount;
            }
        }
    }

    public static void Expected(TreeEnsemble ensemble, Span<double> expected)
    {
        if (expected.Length != ensemble.OutputCount)
        {
            throw new ArgumentException($"Expected {ensemble.OutputCount} values.", nameof(expected));
        }

        ensemble.BaseValues.CopyTo(expected);
        foreach (var tree in ensemble.Trees)
        {
            AddExpected(tree, 0, 1, expected);
        }
    }

    public static double Share(Tree tree, in TreeNode node, int child) =>
        node.Cover > 0 ? tree.Nodes.Span[child].Cover / node.Cover : 0.5;

    private static void AddExpected(Tree tree, int at, double weight, Span<double> expected)
    {
        var node = tree.Nodes.Span[at];
        if (node.Feature < 0)
        {
            for (var v = 0; v < tree.ValueCount; v++)
            {
                expected[tree.ValueCount == 1 ? tree.Output : v] +=
                    weight * tree.LeafValues.Span[(node.Leaf * tree.ValueCount) + v];
            }

            return;
        }

        AddExpected(tree, node.Left, weight * Share(tree, node, node.Left), expected);
        AddExpected(tree, node.Right, weight * Share(tree, node, node.Right), expected);
    }

    private static void AddBase(TreeEnsemble ensemble, Span<double> target, int width)
    {
        var expected = new double[ensemble.OutputCount];
        Expected(ensemble, expected);
        for (var o = 0; o < expected.Length; o++)
        {
            target[(o * width) + width - 1] += expected[o];
        }
    }
}
