using KServe.Kernels.Trees.Shap;

namespace KServe.Kernels.Trees;

/// <summary>Explains the predictions of tree ensembles with exact SHAP values.</summary>
/// <remarks>
/// Path-dependent values as in Lundberg et al., "Consistent individualized feature attribution for tree ensembles"
/// (2018); interventional values as in "From local explanations to global understanding with explainable AI for trees"
/// (2020). A split whose cover is zero counts as an even one. Safe for concurrent calls.
/// </remarks>
public static unsafe class TreeShap
{
    /// <summary>Computes what each feature adds to each output, given what training rows reached each node.</summary>
    /// <param name="ensemble">The ensemble, whose nodes have covers.</param>
    /// <param name="rows">The features, row after row.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="values">Receives, per row and output, one value per feature and the expected value last.</param>
    /// <param name="cancellationToken">Stops between two blocks of rows.</param>
    /// <exception cref="ArgumentException">A span is shorter or longer than the row count asks for.</exception>
    /// <exception cref="NotSupportedException">A tree has linear leaves, or more than 8,192 levels.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Values(
        TreeEnsemble ensemble, ReadOnlySpan<double> rows, int rowCount, Span<double> values,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        TreeEnsemble.CheckLength(rows.Length, rowCount, ensemble.FeatureCount, nameof(rows));
        TreeEnsemble.CheckLength(values.Length, rowCount, ValueWidth(ensemble), nameof(values));
        fixed (double* rowsAt = rows)
        fixed (double* valuesAt = values)
        {
            var source = new RowSource(rowsAt, ensemble.FeatureCount);
            ensemble.Forest.ShapValues(source, rowCount, valuesAt, cancellationToken);
        }
    }

    /// <summary>Computes what each feature of float32 rows adds to each output.</summary>
    /// <inheritdoc cref="Values(TreeEnsemble, ReadOnlySpan{double}, int, Span{double}, CancellationToken)"/>
    public static void Values(
        TreeEnsemble ensemble, ReadOnlySpan<float> rows, int rowCount, Span<double> values,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        TreeEnsemble.CheckLength(rows.Length, rowCount, ensemble.FeatureCount, nameof(rows));
        TreeEnsemble.CheckLength(values.Length, rowCount, ValueWidth(ensemble), nameof(values));
        fixed (float* rowsAt = rows)
        fixed (double* valuesAt = values)
        {
            var source = new RowSource(rowsAt, ensemble.FeatureCount);
            ensemble.Forest.ShapValues(source, rowCount, valuesAt, cancellationToken);
        }
    }

    /// <summary>Computes what each pair of features adds to each output beyond what each adds alone.</summary>
    /// <param name="ensemble">The ensemble, whose nodes have covers.</param>
    /// <param name="rows">The features, row after row.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="values">
    /// Receives, per row and output, a symmetric matrix of one row and column per feature and one for the expected value,
    /// which lies in its last corner. Rows add up to the feature's value.
    /// </param>
    /// <param name="cancellationToken">Stops between two blocks of rows.</param>
    /// <exception cref="ArgumentException">A span is shorter or longer than the row count asks for.</exception>
    /// <exception cref="NotSupportedException">A tree has linear leaves, or more than 8,192 levels.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Interactions(
        TreeEnsemble ensemble, ReadOnlySpan<double> rows, int rowCount, Span<double> values,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        TreeEnsemble.CheckLength(rows.Length, rowCount, ensemble.FeatureCount, nameof(rows));
        TreeEnsemble.CheckLength(values.Length, rowCount, PairWidth(ensemble), nameof(values));
        fixed (double* rowsAt = rows)
        fixed (double* valuesAt = values)
        {
            var source = new RowSource(rowsAt, ensemble.FeatureCount);
            ensemble.Forest.ShapPairs(source, rowCount, valuesAt, cancellationToken);
        }
    }

    /// <summary>Computes what each pair of features of float32 rows adds to each output.</summary>
    /// <inheritdoc cref="Interactions(TreeEnsemble, ReadOnlySpan{double}, int, Span{double}, CancellationToken)"/>
    public static void Interactions(
        TreeEnsemble ensemble, ReadOnlySpan<float> rows, int rowCount, Span<double> values,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        TreeEnsemble.CheckLength(rows.Length, rowCount, ensemble.FeatureCount, nameof(rows));
        TreeEnsemble.CheckLength(values.Length, rowCount, PairWidth(ensemble), nameof(values));
        fixed (float* rowsAt = rows)
        fixed (double* valuesAt = values)
        {
            var source = new RowSource(rowsAt, ensemble.FeatureCount);
            ensemble.Forest.ShapPairs(source, rowCount, valuesAt, cancellationToken);
        }
    }

    /// <summary>Computes what each feature adds to each output, compared with the rows of a background.</summary>
    /// <param name="ensemble">The ensemble; its covers are not used.</param>
    /// <param name="rows">The features, row after row.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="background">The rows to compare with, row after row.</param>
    /// <param name="backgroundCount">The number of background rows, at least 1.</param>
    /// <param name="values">
    /// Receives, per row and output, one value per feature and last the mean prediction of the background.
    /// </param>
    /// <param name="cancellationToken">Stops between two blocks of background rows.</param>
    /// <exception cref="ArgumentException">A span is shorter or longer than the row counts ask for.</exception>
    /// <exception cref="NotSupportedException">A tree has linear leaves, or more than 8,192 levels.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void InterventionalValues(
        TreeEnsemble ensemble, ReadOnlySpan<double> rows, int rowCount, ReadOnlySpan<double> background,
        int backgroundCount, Span<double> values, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        TreeEnsemble.CheckLength(rows.Length, rowCount, ensemble.FeatureCount, nameof(rows));
        TreeEnsemble.CheckLength(values.Length, rowCount, ValueWidth(ensemble), nameof(values));
        ArgumentOutOfRangeException.ThrowIfLessThan(backgroundCount, 1);
        var margins = new double[checked(backgroundCount * ensemble.OutputCount)];
        ensemble.Predict(background, backgroundCount, margins, cancellationToken);
        fixed (double* rowsAt = rows)
        fixed (double* backgroundAt = background)
        fixed (double* valuesAt = values)
        {
            ensemble.Forest.ShapInterventional(
                new RowSource(rowsAt, ensemble.FeatureCount), rowCount,
                new RowSource(backgroundAt, ensemble.FeatureCount), backgroundCount,
                Mean(margins, ensemble.OutputCount), valuesAt, cancellationToken);
        }
    }

    /// <summary>Computes what each feature of float32 rows adds, compared with the rows of a background.</summary>
    /// <inheritdoc
    /// cref="InterventionalValues(TreeEnsemble, ReadOnlySpan{double}, int, ReadOnlySpan{double}, int, Span{double}, CancellationToken)"/>
    public static void InterventionalValues(
        TreeEnsemble ensemble, ReadOnlySpan<float> rows, int rowCount, ReadOnlySpan<float> background,
        int backgroundCount, Span<double> values, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        TreeEnsemble.CheckLength(rows.Length, rowCount, ensemble.FeatureCount, nameof(rows));
        TreeEnsemble.CheckLength(values.Length, rowCount, ValueWidth(ensemble), nameof(values));
        ArgumentOutOfRangeException.ThrowIfLessThan(backgroundCount, 1);
        var margins = new double[checked(backgroundCount * ensemble.OutputCount)];
        ensemble.Predict(background, backgroundCount, margins, cancellationToken);
        fixed (float* rowsAt = rows)
        fixed (float* backgroundAt = background)
        fixed (double* valuesAt = values)
        {
            ensemble.Forest.ShapInterventional(
                new RowSource(rowsAt, ensemble.FeatureCount), rowCount,
                new RowSource(backgroundAt, ensemble.FeatureCount), backgroundCount,
                Mean(margins, ensemble.OutputCount), valuesAt, cancellationToken);
        }
    }

    /// <summary>Computes the expected value of each output from the covers: the base of path-dependent values.</summary>
    /// <param name="ensemble">The ensemble, whose nodes have covers.</param>
    /// <param name="expected">Receives one value per output.</param>
    /// <exception cref="ArgumentException">The span is shorter or longer than the number of outputs.</exception>
    public static void ExpectedValues(TreeEnsemble ensemble, Span<double> expected)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        if (expected.Length != ensemble.OutputCount)
        {
            throw new ArgumentException($"Expected room for {ensemble.OutputCount} values.", nameof(expected));
        }

        ensemble.Forest.ExpectedValues().CopyTo(expected);
    }

    private static long ValueWidth(TreeEnsemble ensemble) => (ensemble.FeatureCount + 1L) * ensemble.OutputCount;

    private static long PairWidth(TreeEnsemble ensemble) => checked(ValueWidth(ensemble) * (ensemble.FeatureCount + 1L));

    private static double[] Mean(double[] margins, int outputCount)
    {
        var mean = new double[outputCount];
        for (var i = 0; i < margins.Length; i++)
        {
            mean[i % outputCount] += margins[i];
        }

        for (var o = 0; o < mean.Length; o++)
        {
            mean[o] *= (double)outputCount / margins.Length;
        }

        return mean;
    }
}
