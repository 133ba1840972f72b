using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Selection;

/// <summary>Keeps some of the columns: what every feature selector is once it is fitted.</summary>
internal class ColumnSelector : TransformingEstimator
{
    private readonly int[] _columns;
    private readonly bool _allowsNaN;

    protected ColumnSelector(SklearnObject source, bool[] support, bool allowsNaN)
        : base(source, support.Length)
    {
        if (support.Length != FeatureCount)
        {
            throw source.Invalid($"it chooses from {support.Length} columns, n_features_in_ is {FeatureCount}");
        }

        _columns = [.. Enumerable.Range(0, support.Length).Where(i => support[i])];
        _allowsNaN = allowsNaN;
    }

    /// <summary>Makes a selector of a mask of columns.</summary>
    public static ColumnSelector Create(SklearnObject source, bool[] support, bool allowsNaN) =>
        new(source, support, allowsNaN);

    /// <summary>Reads VarianceThreshold, which looks at no value but NaN and infinity.</summary>
    public static Estimator ReadVariance(SklearnObject source, EstimatorReader reader)
    {
        var threshold = source.Number("threshold", fallback: 0);
        var variances = source.Vector("variances_");
        return new ColumnSelector(
            source, Array.ConvertAll(variances, variance => variance > threshold), allowsNaN: true);
    }

    /// <summary>Reads SequentialFeatureSelector, which holds its choice as a mask.</summary>
    public static Estimator ReadSupport(SklearnObject source, EstimatorReader reader) =>
        new ColumnSelector(source, SupportMask.Read(source), allowsNaN: true);

    protected override int OutputCount => _columns.Length;

    public override Features Transform(Features features, CancellationToken cancellationToken) =>
        FeatureColumns.Select(Check(features), _columns);

    /// <summary>Refuses rows that the library refuses; columns of texts may be chosen from like any other.</summary>
    protected Features Check(Features features)
    {
        FeatureChecks.RequireShape(features, ClassName, FeatureCount);
        if (!FeatureColumns.HasTexts(features))
        {
            InputCheck.Values(features.Sparse?.Values ?? features.ToDense().Values, _allowsNaN);
        }

        return features;
    }
}
