using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Scaling;

/// <summary>Turns numbers above a threshold into 1 and all others into 0 (Binarizer).</summary>
internal sealed class Binarizer : DenseTransformer
{
    private readonly double _threshold;

    public Binarizer(SklearnObject source, EstimatorReader reader)
        : base(source) => _threshold = source.Number("threshold", fallback: 0);

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        if (features.Sparse is not { } sparse)
        {
            return base.Transform(features, cancellationToken);
        }

        if (_threshold < 0)
        {
            throw InferenceException.InvalidArgument("Cannot binarize a sparse matrix with threshold < 0");
        }

        InputCheck.Sparse(sparse, features, this);
        var values = new double[sparse.Values.Length];
        TransformRow(sparse.Values, values);
        return new Features(new SparseMatrix(sparse.Starts, sparse.Columns, values, sparse.ColumnCount));
    }

    protected override int GetOutputCount(int inputCount) => inputCount;

    protected override void TransformRow(ReadOnlySpan<double> input, Span<double> output)
    {
        for (var i = 0; i < input.Length; i++)
        {
            output[i] = input[i] > _threshold ? 1 : 0;
        }
    }
}
