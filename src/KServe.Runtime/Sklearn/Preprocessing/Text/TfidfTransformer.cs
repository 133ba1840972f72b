using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Weighs counts of terms that an earlier step made (TfidfTransformer).</summary>
internal sealed class TfidfTransformer : TransformingEstimator
{
    private readonly TermWeights _weights;

    public TfidfTransformer(SklearnObject source, EstimatorReader reader)
        : base(source)
    {
        _weights = TermWeights.Read(source, FeatureCount);
        FeatureCount = Math.Max(FeatureCount, _weights.TermCount);
    }

    protected override int OutputCount => FeatureCount;

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        FeatureChecks.RequireFinite(features, ClassName, FeatureCount);
        var counts = features.Sparse is { } sparse
            ? new SparseMatrix(sparse.Starts, sparse.Columns, [.. sparse.Values], sparse.ColumnCount)
            : SparseMatrix.FromDense(features.ToDense());
        _weights.Apply(counts);
        return new Features(counts);
    }
}
