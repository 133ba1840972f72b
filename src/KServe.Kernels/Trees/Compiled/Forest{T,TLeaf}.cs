using System.Numerics;

namespace KServe.Kernels.Trees.Compiled;

/// <summary>Predicts with compiled trees whose features are <typeparamref name="T"/>. Immutable.</summary>
internal sealed partial class Forest<T, TLeaf> : Forest
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLeaf : unmanaged, IBinaryFloatingPointIeee754<TLeaf>
{
    private readonly ForestData<T, TLeaf> _data;
    private readonly TreeEntry[] _entries;
    private readonly TLeaf[] _baseValues;
    private readonly PerfectLayout<T, TLeaf> _layout;

    private Forest(
        int featureCount, ForestData<T, TLeaf> data, TreeEntry[] entries, TLeaf[] baseValues,
        PerfectLayout<T, TLeaf> layout)
    {
        FeatureCount = featureCount;
        _data = data;
        _entries = entries;
        _baseValues = baseValues;
        _layout = layout;
        Stride = Math.Max(1, data.Slots.Count);
    }

    public override int TreeCount => _entries.Length;

    public override long SizeInBytes =>
        _data.SizeInBytes + _layout.SizeInBytes + ArraySize.Of(_entries) + ArraySize.Of(_baseValues);

    public ForestData<T, TLeaf> Data => _data;

    public ReadOnlySpan<TreeEntry> Entries => _entries;

    /// <summary>Gets the number of slots from one row to the next.</summary>
    public int Stride { get; }

    public int FeatureCount { get; }

    public int OutputCount => _baseValues.Length;

    public static new Forest<T, TLeaf> Create(
        int featureCount, double[] baseValues, IEnumerable<Tree> trees, TreePrecision precision, TreeTotals totals)
    {
        var builder = new ForestBuilder<T, TLeaf>(featureCount, baseValues.Length, precision, totals);
        foreach (var tree in trees)
        {
            builder.Add(tree);
        }

        var (data, entries) = builder.Build();
        var layout = PerfectLayout<T, TLeaf>.Create(data, entries);
        return new Forest<T, TLeaf>(featureCount, data, entries, Convert(baseValues), layout);
    }

    public override Forest WithTrees(Range range)
    {
        var entries = _entries[range];
        var layout = PerfectLayout<T, TLeaf>.Create(_data, entries);
        return new Forest<T, TLeaf>(FeatureCount, _data, entries, _baseValues, layout);
    }

    public override Forest WithBaseValues(double[] baseValues) =>
        new Forest<T, TLeaf>(FeatureCount, _data, _entries, Convert(baseValues), _layout);

    public override Forest Scale(double factor, double[] baseValues)
    {
        var data = _data.Scale(factor);
        var layout = PerfectLayout<T, TLeaf>.Create(data, _entries);
        return new Forest<T, TLeaf>(FeatureCount, data, _entries, Convert(baseValues), layout);
    }

    public override void Predict(
        ReadOnlySpan<double> rows, int rowCount, Span<double> outputs, CancellationToken cancellationToken) =>
        PredictRows(rows, rowCount, outputs, cancellationToken);

    public override void Predict(
        ReadOnlySpan<double> rows, int rowCount, Span<float> outputs, CancellationToken cancellationToken) =>
        PredictRows(rows, rowCount, outputs, cancellationToken);

    public override void Predict(
        ReadOnlySpan<float> rows, int rowCount, Span<double> outputs, CancellationToken cancellationToken) =>
        PredictRows(rows, rowCount, outputs, cancellationToken);

    public override void Predict(
        ReadOnlySpan<float> rows, int rowCount, Span<float> outputs, CancellationToken cancellationToken) =>
        PredictRows(rows, rowCount, outputs, cancellationToken);

    public override void PredictLeaves(
        ReadOnlySpan<double> rows, int rowCount, Span<int> leaves, CancellationToken cancellationToken) =>
        FindLeaves(rows, rowCount, leaves, cancellationToken);

    public override void PredictLeaves(
        ReadOnlySpan<float> rows, int rowCount, Span<int> leaves, CancellationToken cancellationToken) =>
        FindLeaves(rows, rowCount, leaves, cancellationToken);

    private static TLeaf[] Convert(double[] values)
    {
        var converted = new TLeaf[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            converted[i] = TLeaf.CreateTruncating(values[i]);
        }

        return converted;
    }
}
