using KServe.Kernels.Trees.Shap;

namespace KServe.Kernels.Trees.Compiled;

/// <summary>Predicts with compiled trees of one precision.</summary>
internal abstract unsafe class Forest
{
    public abstract int TreeCount { get; }

    /// <summary>Gets the bytes of all arrays.</summary>
    public abstract long SizeInBytes { get; }

    public static Forest Create(
        int featureCount, double[] baseValues, IEnumerable<Tree> trees, TreePrecision precision, TreeTotals totals) =>
        precision switch
        {
            TreePrecision.Single =>
                Forest<float, float>.Create(featureCount, baseValues, trees, precision, totals),
            TreePrecision.SingleInput =>
                Forest<float, double>.Create(featureCount, baseValues, trees, precision, totals),
            TreePrecision.Double =>
                Forest<double, double>.Create(featureCount, baseValues, trees, precision, totals),
            _ => throw new ArgumentOutOfRangeException(nameof(precision)),
        };

    public abstract Forest WithTrees(Range range);

    public abstract Forest WithBaseValues(double[] baseValues);

    /// <summary>Returns a forest whose leaves are multiplied by a factor, with other base values.</summary>
    public abstract Forest Scale(double factor, double[] baseValues);

    public abstract void Predict(
        ReadOnlySpan<double> rows, int rowCount, Span<double> outputs, CancellationToken cancellationToken);

    public abstract void Predict(
        ReadOnlySpan<double> rows, int rowCount, Span<float> outputs, CancellationToken cancellationToken);

    public abstract void Predict(
        ReadOnlySpan<float> rows, int rowCount, Span<double> outputs, CancellationToken cancellationToken);

    public abstract void Predict(
        ReadOnlySpan<float> rows, int rowCount, Span<float> outputs, CancellationToken cancellationToken);

    public abstract void PredictLeaves(
        ReadOnlySpan<double> rows, int rowCount, Span<int> leaves, CancellationToken cancellationToken);

    public abstract void PredictLeaves(
        ReadOnlySpan<float> rows, int rowCount, Span<int> leaves, CancellationToken cancellationToken);

    /// <summary>Returns what each output is on average, to be read only: base values and means of leaves.</summary>
    public abstract double[] ExpectedValues();

    public abstract void ShapValues(RowSource rows, int rowCount, double* values, CancellationToken cancellationToken);

    public abstract void ShapPairs(RowSource rows, int rowCount, double* values, CancellationToken cancellationToken);

    public abstract void ShapInterventional(
        RowSource rows, int rowCount, RowSource background, int backgroundCount, double[] expected, double* values,
        CancellationToken cancellationToken);
}
