using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Scaling;

/// <summary>Maps columns to a uniform or a normal distribution by their quantiles (QuantileTransformer).</summary>
internal sealed class QuantileTransformer : DenseTransformer
{
    private const double BoundsThreshold = 1e-7;
    private const double Epsilon = 2.220446049250313e-16;

    private static readonly double ClipLow = StableMath.NormalQuantile(BoundsThreshold - Epsilon);
    private static readonly double ClipHigh = StableMath.NormalQuantile(1 - (BoundsThreshold - Epsilon));

    private readonly double[][] _quantiles;
    private readonly double[][] _mirroredQuantiles;
    private readonly double[] _references;
    private readonly double[] _mirroredReferences;
    private readonly bool _isNormal;

    public QuantileTransformer(SklearnObject source, EstimatorReader reader)
        : base(source)
    {
        _references = source.Vector("references_");
        var quantiles = source.Matrix("quantiles_", _references.Length, FeatureCount);
        if (_references.Length == 0)
        {
            throw source.Unexpected("references_", "at least one number");
        }

        FeatureCount = quantiles.ColumnCount;
        _quantiles = new double[FeatureCount][];
        for (var column = 0; column < FeatureCount; column++)
        {
            _quantiles[column] = ReadColumn(quantiles, column);
        }

        _mirroredQuantiles = Array.ConvertAll(_quantiles, Mirror);
        _mirroredReferences = Mirror(_references);
        _isNormal = source.Text("output_distribution", "uniform") switch
        {
            "uniform" => false,
            "normal" => true,
            _ => throw source.Unexpected("output_distribution", "'uniform' or 'normal'"),
        };
    }

    protected override bool AllowsNaN => true;

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        if (features.Sparse is not { } sparse)
        {
            return base.Transform(features, cancellationToken);
        }

        // Zeros that are not stored stay zero, as in the library.
        InputCheck.Sparse(sparse, features, this, allowsNaN: true);
        var values = new double[sparse.Values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Map(sparse.Values[i], sparse.Columns[i]);
        }

        return new Features(new SparseMatrix(sparse.Starts, sparse.Columns, values, sparse.ColumnCount));
    }

    protected override int GetOutputCount(int inputCount) => inputCount;

    protected override void TransformRow(ReadOnlySpan<double> input, Span<double> output)
    {
        for (var i = 0; i < input.Length; i++)
        {
            output[i] = Map(input[i], i);
        }
    }

    private double Map(double x, int column)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        var quantiles = _quantiles[column];
        var uniform = MapToUniform(x, column, quantiles);
        return _isNormal ? Math.Clamp(StableMath.NormalQuantile(uniform), ClipLow, ClipHigh) : uniform;
    }

    private double MapToUniform(double x, int column, double[] quantiles)
    {
        if (_isNormal ? x - BoundsThreshold < quantiles[0] : x == quantiles[0])
        {
            return 0;
        }

        if (_isNormal ? x + BoundsThreshold > quantiles[^1] : x == quantiles[^1])
        {
            return 1;
        }

        // Up and down, so that a value that repeats maps to the middle of its range.
        return 0.5 * (Interpolation.At(x, quantiles, _references)
            - Interpolation.At(-x, _mirroredQuantiles[column], _mirroredReferences));
    }

    private static double[] ReadColumn(Matrix matrix, int column)
    {
        var values = new double[matrix.RowCount];
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = matrix[row, column];
        }

        return values;
    }

    private static double[] Mirror(double[] values)
    {
        var mirrored = Array.ConvertAll(values, static value => -value);
        Array.Reverse(mirrored);
        return mirrored;
    }
}
