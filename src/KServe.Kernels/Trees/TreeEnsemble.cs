using System.Numerics;

namespace KServe.Kernels.Trees;

/// <summary>Predicts with the sum of many decision trees.</summary>
/// <remarks>
/// Immutable and safe for concurrent calls. Matrices are row-major and contiguous. One row allocates nothing; big batches
/// are split over the processors.
/// </remarks>
public sealed class TreeEnsemble
{
    private readonly Tree[] _trees;
    private readonly double[] _baseValues;
    private readonly TreePrecision _precision;

    private TreeEnsemble(int featureCount, Tree[] trees, double[] baseValues, TreePrecision precision)
    {
        FeatureCount = featureCount;
        _trees = trees;
        _baseValues = baseValues;
        _precision = precision;
    }

    /// <summary>Gets the number of features of a row.</summary>
    public int FeatureCount { get; }

    /// <summary>Gets the number of outputs of a row.</summary>
    public int OutputCount => _baseValues.Length;

    /// <summary>Gets the number of trees.</summary>
    public int TreeCount => _trees.Length;

    /// <summary>Gets the arithmetic that the ensemble compares and sums in.</summary>
    public TreePrecision Precision => _precision;

    /// <summary>Gets what each output holds before any tree adds to it.</summary>
    public ReadOnlySpan<double> BaseValues => _baseValues;

    internal Tree[] Trees => _trees;

    /// <summary>Checks and compiles the descriptions of trees into an ensemble.</summary>
    /// <param name="featureCount">The number of features of a row.</param>
    /// <param name="outputCount">The number of outputs of a row, at least 1.</param>
    /// <param name="trees">The trees; each is compiled as it comes and not kept, so a lazy sequence saves memory.</param>
    /// <param name="baseValues">What each output starts from, one value per output; empty for zeros.</param>
    /// <param name="precision">The arithmetic to compare and sum in.</param>
    /// <exception cref="InvalidDataException">A tree is unsound: the message says which and why.</exception>
    /// <exception cref="ArgumentException">There is neither no base value nor one per output.</exception>
    public static TreeEnsemble Create(
        int featureCount, int outputCount, IEnumerable<Tree> trees, ReadOnlySpan<double> baseValues, TreePrecision precision)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(featureCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputCount, 1);
        ArgumentNullException.ThrowIfNull(trees);
        var bases = baseValues.IsEmpty ? new double[outputCount] : baseValues.ToArray();
        if (bases.Length != outputCount)
        {
            throw new ArgumentException($"Expected {outputCount} base values.", nameof(baseValues));
        }

        var list = trees.ToArray();
        for (var i = 0; i < list.Length; i++)
        {
            TreeCheck.Verify(list[i], i, featureCount, outputCount);
        }

        return new TreeEnsemble(featureCount, list, bases, precision);
    }

    /// <summary>Returns an ensemble of some of the trees, which shares their memory with this one.</summary>
    /// <param name="range">The trees to keep.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range goes beyond the trees.</exception>
    public TreeEnsemble WithTrees(Range range) => new(FeatureCount, _trees[range], _baseValues, _precision);

    /// <summary>Returns an ensemble of the same trees with other base values.</summary>
    /// <param name="baseValues">What each output starts from, one value per output.</param>
    /// <exception cref="ArgumentException">There is not one base value per output.</exception>
    public TreeEnsemble WithBaseValues(ReadOnlySpan<double> baseValues) => baseValues.Length == OutputCount
        ? new(FeatureCount, _trees, baseValues.ToArray(), _precision)
        : throw new ArgumentException($"Expected {OutputCount} base values.", nameof(baseValues));

    /// <summary>Predicts float64 rows: the base values plus the leaves that each row reaches.</summary>
    /// <param name="rows">The features, <see cref="FeatureCount"/> per row.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="outputs">Receives <see cref="OutputCount"/> values per row.</param>
    /// <param name="cancellationToken">Stops a big batch between two blocks of rows.</param>
    /// <exception cref="ArgumentException">A span is shorter or longer than the row count asks for.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Predict(
        ReadOnlySpan<double> rows, int rowCount, Span<double> outputs, CancellationToken cancellationToken = default) =>
        PredictCore(rows, rowCount, outputs, cancellationToken);

    /// <summary>Predicts float32 rows into float64 outputs.</summary>
    /// <inheritdoc cref="Predict(ReadOnlySpan{double}, int, Span{double}, CancellationToken)"/>
    public void Predict(
        ReadOnlySpan<float> rows, int rowCount, Span<double> outputs, CancellationToken cancellationToken = default) =>
        PredictCore(rows, rowCount, outputs, cancellationToken);

    /// <summary>Predicts float64 rows into float32 outputs.</summary>
    /// <inheritdoc cref="Predict(ReadOnlySpan{double}, int, Span{double}, CancellationToken)"/>
    public void Predict(
        ReadOnlySpan<double> rows, int rowCount, Span<float> outputs, CancellationToken cancellationToken = default) =>
        PredictCore(rows, rowCount, outputs, cancellationToken);

    /// <summary>Predicts float32 rows into float32 outputs.</summary>
    /// <inheritdoc cref="Predict(ReadOnlySpan{double}, int, Span{double}, CancellationToken)"/>
    public void Predict(
        ReadOnlySpan<float> rows, int rowCount, Span<float> outputs, CancellationToken cancellationToken = default) =>
        PredictCore(rows, rowCount, outputs, cancellationToken);

    /// <summary>Finds the leaf of each tree that each float64 row reaches.</summary>
    /// <param name="rows">The features, <see cref="FeatureCount"/> per row.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="leaves">Receives the <see cref="TreeNode.Id"/> of <see cref="TreeCount"/> leaves per row.</param>
    /// <param name="cancellationToken">Stops a big batch between two blocks of rows.</param>
    /// <exception cref="ArgumentException">A span is shorter or longer than the row count asks for.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void PredictLeaves(
        ReadOnlySpan<double> rows, int rowCount, Span<int> leaves, CancellationToken cancellationToken = default) =>
        LeavesCore(rows, rowCount, leaves, cancellationToken);

    /// <summary>Finds the leaf of each tree that each float32 row reaches.</summary>
    /// <inheritdoc cref="PredictLeaves(ReadOnlySpan{double}, int, Span{int}, CancellationToken)"/>
    public void PredictLeaves(
        ReadOnlySpan<float> rows, int rowCount, Span<int> leaves, CancellationToken cancellationToken = default) =>
        LeavesCore(rows, rowCount, leaves, cancellationToken);

    internal static void CheckLength(int length, int rowCount, int width, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        if (length != (long)rowCount * width)
        {
            throw new ArgumentException($"Expected {rowCount} rows of {width} values; there are {length} values.", name);
        }
    }

    private void PredictCore<TIn, TOut>(
        ReadOnlySpan<TIn> rows, int rowCount, Span<TOut> outputs, CancellationToken cancellationToken)
        where TIn : struct, INumberBase<TIn>
        where TOut : struct, INumberBase<TOut>
    {
        CheckLength(rows.Length, rowCount, FeatureCount, nameof(rows));
        CheckLength(outputs.Length, rowCount, OutputCount, nameof(outputs));
        var sums = new double[OutputCount];
        for (var r = 0; r < rowCount; r++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _baseValues.CopyTo(sums, 0);
            var row = rows.Slice(r * FeatureCount, FeatureCount);
            foreach (var tree in _trees)
            {
                var node = tree.Nodes.Span[FindLeaf(tree, row)];
                for (var v = 0; v < tree.ValueCount; v++)
                {
                    ref var sum = ref sums[tree.ValueCount == 1 ? tree.Output : v];
                    var value = LeafValue(tree, node, v, row);
                    sum = _precision == TreePrecision.Single ? (float)sum + (float)value : sum + value;
                }
            }

            for (var o = 0; o < sums.Length; o++)
            {
                outputs[(r * OutputCount) + o] = TOut.CreateTruncating(sums[o]);
            }
        }
    }

    private void LeavesCore<TIn>(
        ReadOnlySpan<TIn> rows, int rowCount, Span<int> leaves, CancellationToken cancellationToken)
        where TIn : struct, INumberBase<TIn>
    {
        CheckLength(rows.Length, rowCount, FeatureCount, nameof(rows));
        CheckLength(leaves.Length, rowCount, TreeCount, nameof(leaves));
        for (var r = 0; r < rowCount; r++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var t = 0; t < _trees.Length; t++)
            {
                var leaf = FindLeaf(_trees[t], rows.Slice(r * FeatureCount, FeatureCount));
                leaves[(r * _trees.Length) + t] = _trees[t].Nodes.Span[leaf].Id;
            }
        }
    }

    private int FindLeaf<TIn>(Tree tree, ReadOnlySpan<TIn> row)
        where TIn : struct, INumberBase<TIn>
    {
        var nodes = tree.Nodes.Span;
        var at = 0;
        while (nodes[at].Feature >= 0)
        {
            at = PlainSplit.GoesLeft(tree, nodes[at], double.CreateTruncating(row[nodes[at].Feature]), _precision)
                ? nodes[at].Left : nodes[at].Right;
        }

        return at;
    }

    private static double LeafValue<TIn>(Tree tree, in TreeNode node, int v, ReadOnlySpan<TIn> row)
        where TIn : struct, INumberBase<TIn>
    {
        var value = tree.LeafValues.Span[(node.Leaf * tree.ValueCount) + v];
        if (tree.LinearLeaves.Count == 0 || tree.LinearLeaves[node.Leaf] is not { } linear)
        {
            return value;
        }

        var sum = linear.Constant;
        for (var i = 0; i < linear.Features.Length; i++)
        {
            var x = double.CreateTruncating(row[linear.Features.Span[i]]);
            if (double.IsNaN(x))
            {
                return value;
            }

            sum += x * linear.Coefficients.Span[i];
        }

        return sum;
    }
}
