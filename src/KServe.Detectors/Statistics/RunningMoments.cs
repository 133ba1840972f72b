using System.Numerics.Tensors;

namespace KServe.Detectors;

/// <summary>Mean and covariance that grow row by row, after Welford.</summary>
internal sealed class RunningMoments(int columns)
{
    private readonly double[] _mean = new double[columns];
    private readonly double[] _products = new double[columns * columns];
    private readonly double[] _before = new double[columns];
    private readonly double[] _after = new double[columns];

    public long Count { get; private set; }

    public ReadOnlySpan<double> Mean => _mean;

    public void Add(ReadOnlySpan<double> row)
    {
        Count++;
        TensorPrimitives.Subtract(row, _mean, _before);
        TensorPrimitives.MultiplyAdd(_before, 1.0 / Count, _mean, _mean);
        TensorPrimitives.Subtract(row, _mean, _after);
        for (var i = 0; i < columns; i++)
        {
            var products = _products.AsSpan(i * columns, columns);
            TensorPrimitives.MultiplyAdd(_after, _before[i], products, products);
        }
    }

    /// <summary>Writes the covariance with n - 1 in the denominator, as <c>numpy.cov</c>.</summary>
    public void CopyCovariance(Span<double> covariance) =>
        TensorPrimitives.Divide(_products, Math.Max(1, Count - 1), covariance);
}
