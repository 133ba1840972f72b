using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Scaling;

/// <summary>Scales each row to length one (Normalizer).</summary>
internal sealed class Normalizer : DenseTransformer
{
    private const double SmallestLength = 10 * 2.220446049250313e-16;

    private readonly RowNorm _norm;

    public Normalizer(SklearnObject source, EstimatorReader reader)
        : base(source) => _norm = RowNorms.Read(source, "norm");

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        if (features.Sparse is not { } sparse)
        {
            return base.Transform(features, cancellationToken);
        }

        InputCheck.Sparse(sparse, features, this);
        double[] values = [.. sparse.Values];
        RowNorms.Normalize(sparse.Starts, values, _norm);
        return new Features(new SparseMatrix(sparse.Starts, sparse.Columns, values, sparse.ColumnCount));
    }

    protected override int GetOutputCount(int inputCount) => inputCount;

    protected override void TransformRow(ReadOnlySpan<double> input, Span<double> output)
    {
        input.CopyTo(output);
        var length = RowNorms.Measure(input, _norm);

        // The library takes a length within ten steps of zero for zero, but only in dense rows.
        if (length >= SmallestLength)
        {
            TensorPrimitives.Divide(output, length, output);
        }
    }
}
