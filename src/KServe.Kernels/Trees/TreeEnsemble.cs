using KServe.Kernels.Trees.Compiled;

namespace KServe.Kernels.Trees;

/// <summary>Predicts with the sum of many decision trees.</summary>
/// <remarks>
/// Immutable and safe for concurrent calls. Matrices are row-major and contiguous. A call for one row allocates
/// nothing; big batches are split over the processors. Inputs are taken as they are: NaN is a missing value.
/// </remarks>
public sealed class TreeEnsemble
{
    private readonly double[] _baseValues;

    private TreeEnsemble(int featureCount, Forest forest, double[] baseValues, TreePrecision precision)
    {
        FeatureCount = featureCount;
        Forest = forest;
        _baseValues = baseValues;
        Precision = precision;
    }

    /// <summary>Gets the number of features of a row.</summary>
    public int FeatureCount { get; }

    /// <summary>Gets the number of outputs of a row.</summary>
    public int OutputCount => _baseValues.Length;

    /// <summary>Gets the number of trees.</summary>
    public int TreeCount => Forest.TreeCount;

    /// <summary>Gets the arithmetic that the ensemble compares and sums in.</summary>
    public TreePrecision Precision { get; }

    /// <summary>Gets the bytes of the arrays that the trees lie in.</summary>
    /// <value>Ensembles made of another by its methods count again what they share with it.</value>
    public long SizeInBytes => Forest.SizeInBytes + ArraySize.Of(_baseValues);

    /// <summary>Gets what each output holds before any tree adds to it.</summary>
    public ReadOnlySpan<double> BaseValues => _baseValues;

    internal Forest Forest { get; }

    /// <summary>Checks and compiles the descriptions of trees into an ensemble.</summary>
    /// <param name="featureCount">The number of features of a row.</param>
    /// <param name="outputCount">The number of outputs of a row, at least 1.</param>
    /// <param name="trees">The trees; each is compiled as it comes and not kept: a lazy sequence saves memory.</param>
    /// <param name="baseValues">What each output starts from, one value per output; empty for zeros.</param>
    /// <param name="precision">The arithmetic to compare and sum in.</param>
    /// <param name="totals">The sizes to take memory for at once; by default it grows with the trees.</param>
    /// <exception cref="InvalidDataException">A tree is unsound: the message says which and why.</exception>
    /// <exception cref="ArgumentException">There is neither no base value nor one per output.</exception>
    public static TreeEnsemble Create(
        int featureCount, int outputCount, IEnumerable<Tree> trees, ReadOnlySpan<double> baseValues,
        TreePrecision precision, TreeTotals totals = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(featureCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputCount, 1);
        ArgumentNullException.ThrowIfNull(trees);
        if (!baseValues.IsEmpty && baseValues.Length != outputCount)
        {
            throw new ArgumentException($"Expected {outputCount} base values.", nameof(baseValues));
        }

        var bases = baseValues.IsEmpty ? new double[outputCount] : baseValues.ToArray();
        var forest = Forest.Create(featureCount, bases, trees, precision, totals);
        return new TreeEnsemble(featureCount, forest, bases, precision);
    }

    /// <summary>Returns an ensemble of some of the trees, which shares most memory with this one.</summary>
    /// <param name="range">The trees to keep.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range goes beyond the trees.</exception>
    public TreeEnsemble WithTrees(Range range) =>
        new(FeatureCount, Forest.WithTrees(range), _baseValues, Precision);

    /// <summary>Returns an ensemble of the same trees with other base values.</summary>
    /// <param name="baseValues">What each output starts from, one value per output.</param>
    /// <exception cref="ArgumentException">There is not one base value per output.</exception>
    public TreeEnsemble WithBaseValues(ReadOnlySpan<double> baseValues)
    {
        if (baseValues.Length != OutputCount)
        {
            throw new ArgumentException($"Expected {OutputCount} base values.", nameof(baseValues));
        }

        var bases = baseValues.ToArray();
        return new TreeEnsemble(FeatureCount, Forest.WithBaseValues(bases), bases, Precision);
    }

    /// <summary>
    /// Returns an ensemble whose leaves and base values are multiplied by a factor; it shares the nodes.
    /// </summary>
    /// <param name="factor">The factor, such as one over the number of trees to average instead of to sum.</param>
    public TreeEnsemble Scale(double factor)
    {
        var bases = Array.ConvertAll(_baseValues, value => value * factor);
        return new TreeEnsemble(FeatureCount, Forest.Scale(factor, bases), bases, Precision);
    }

    /// <summary>Predicts float64 rows: the base values plus the leaves that each row reaches.</summary>
    /// <param name="rows">The features, <see cref="FeatureCount"/> per row.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="outputs">Receives <see cref="OutputCount"/> values per row.</param>
    /// <param name="cancellationToken">Stops a big batch between two blocks of rows.</param>
    /// <exception cref="ArgumentException">A span is shorter or longer than the row count asks for.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Predict(
        ReadOnlySpan<double> rows, int rowCount, Span<double> outputs, CancellationToken cancellationToken = default)
    {
        CheckLength(rows.Length, rowCount, FeatureCount, nameof(rows));
        CheckLength(outputs.Length, rowCount, OutputCount, nameof(outputs));
        Forest.Predict(rows, rowCount, outputs, cancellationToken);
    }

    /// <summary>Predicts float32 rows into float64 outputs.</summary>
    /// <inheritdoc cref="Predict(ReadOnlySpan{double}, int, Span{double}, CancellationToken)"/>
    public void Predict(
        ReadOnlySpan<float> rows, int rowCount, Span<double> outputs, CancellationToken cancellationToken = default)
    {
        CheckLength(rows.Length, rowCount, FeatureCount, nameof(rows));
        CheckLength(outputs.Length, rowCount, OutputCount, nameof(outputs));
        Forest.Predict(rows, rowCount, outputs, cancellationToken);
    }

    /// <summary>Predicts float64 rows into float32 outputs.</summary>
    /// <inheritdoc cref="Predict(ReadOnlySpan{double}, int, Span{double}, CancellationToken)"/>
    public void Predict(
        ReadOnlySpan<double> rows, int rowCount, Span<float> outputs, CancellationToken cancellationToken = default)
    {
        CheckLength(rows.Length, rowCount, FeatureCount, nameof(rows));
        CheckLength(outputs.Length, rowCount, OutputCount, nameof(outputs));
        Forest.Predict(rows, rowCount, outputs, cancellationToken);
    }

    /// <summary>Predicts float32 rows into float32 outputs.</summary>
    /// <inheritdoc cref="Predict(ReadOnlySpan{double}, int, Span{double}, CancellationToken)"/>
    public void Predict(
        ReadOnlySpan<float> rows, int rowCount, Span<float> outputs, CancellationToken cancellationToken = default)
    {
        CheckLength(rows.Length, rowCount, FeatureCount, nameof(rows));
        CheckLength(outputs.Length, rowCount, OutputCount, nameof(outputs));
        Forest.Predict(rows, rowCount, outputs, cancellationToken);
    }

    /// <summary>Finds the leaf of each tree that each float64 row reaches.</summary>
    /// <param name="rows">The features, <see cref="FeatureCount"/> per row.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="leaves">Receives the <see cref="TreeNode.Id"/> of <see cref="TreeCount"/> leaves per row.</param>
    /// <param name="cancellationToken">Stops a big batch between two blocks of rows.</param>
    /// <exception cref="ArgumentException">A span is shorter or longer than the row count asks for.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void PredictLeaves(
        ReadOnlySpan<double> rows, int rowCount, Span<int> leaves, CancellationToken cancellationToken = default)
    {
        CheckLength(rows.Length, rowCount, FeatureCount, nameof(rows));
        CheckLength(leaves.Length, rowCount, TreeCount, nameof(leaves));
        Forest.PredictLeaves(rows, rowCount, leaves, cancellationToken);
    }

    /// <summary>Finds the leaf of each tree that each float32 row reaches.</summary>
    /// <inheritdoc cref="PredictLeaves(ReadOnlySpan{double}, int, Span{int}, CancellationToken)"/>
    public void PredictLeaves(
        ReadOnlySpan<float> rows, int rowCount, Span<int> leaves, CancellationToken cancellationToken = default)
    {
        CheckLength(rows.Length, rowCount, FeatureCount, nameof(rows));
        CheckLength(leaves.Length, rowCount, TreeCount, nameof(leaves));
        Forest.PredictLeaves(rows, rowCount, leaves, cancellationToken);
    }

    internal static void CheckLength(int length, int rowCount, long width, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        if (length != rowCount * width)
        {
            throw new ArgumentException($"Expected {rowCount} rows of {width} values, not {length} values.", name);
        }
    }
}
