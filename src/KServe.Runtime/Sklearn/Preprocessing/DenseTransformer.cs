using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing;

/// <summary>A transformer that works row by row on dense numbers.</summary>
internal abstract class DenseTransformer : TransformingEstimator
{
    private const int RowsBetweenLooks = 256;

    protected DenseTransformer(SklearnObject source, int featureCount = -1)
        : base(source, featureCount)
    {
    }

    /// <summary>Gets the columns that come out.</summary>
    protected abstract int GetOutputCount(int inputCount);

    protected override int OutputCount => FeatureCount < 0 ? -1 : GetOutputCount(FeatureCount);

    /// <summary>Gets whether NaN passes.</summary>
    protected virtual bool AllowsNaN => false;

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        var input = InputCheck.Dense(features, this, AllowsNaN);
        var output = new Matrix(input.RowCount, GetOutputCount(input.ColumnCount));
        for (var row = 0; row < input.RowCount; row++)
        {
            if (row % RowsBetweenLooks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            TransformRow(input.GetRow(row), output.GetRow(row));
        }

        return new Features(output);
    }

    protected abstract void TransformRow(ReadOnlySpan<double> input, Span<double> output);
}
