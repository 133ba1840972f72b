using System.Numerics.Tensors;

namespace KServe.Explainers;

/// <summary>Fits what each feature adds, so that all of them add up to the difference that they explain.</summary>
/// <remarks>
/// The weighted least squares of Lundberg and Lee (2017). The last feature is what the others leave of the difference,
/// which turns the constraint into one unknown less.
/// </remarks>
internal sealed class ShapleyRegression
{
    private readonly IReadOnlyList<Coalition> _coalitions;
    private readonly int _size;
    private readonly double[] _design;
    private readonly double[] _matrix;

    public ShapleyRegression(IReadOnlyList<Coalition> coalitions, int featureCount, CancellationToken cancellationToken)
    {
        _coalitions = coalitions;
        _size = featureCount - 1;
        _design = new double[checked(coalitions.Count * _size)];
        _matrix = new double[checked(_size * _size)];
        for (var c = 0; c < coalitions.Count; c++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = _design.AsSpan(c * _size, _size);
            var last = coalitions[c].Contains(_size) ? 1 : 0;
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = (coalitions[c].Contains(i) ? 1 : 0) - last;
            }

            for (var i = 0; i < row.Length; i++)
            {
                if (row[i] != 0)
                {
                    var target = _matrix.AsSpan(i * _size, i + 1);
                    TensorPrimitives.MultiplyAdd(row[..(i + 1)], row[i] * coalitions[c].Weight, target, target);
                }
            }
        }
    }

    /// <summary>Computes the values of one output.</summary>
    /// <param name="gains">What each coalition gives beyond the base.</param>
    /// <param name="difference">What all features give beyond the base.</param>
    /// <param name="values">Receives one value for each feature.</param>
    public void Solve(ReadOnlySpan<double> gains, double difference, Span<double> values)
    {
        var right = values[..^1];
        right.Clear();
        for (var c = 0; c < gains.Length; c++)
        {
            var last = _coalitions[c].Contains(_size) ? difference : 0;
            TensorPrimitives.MultiplyAdd(
                _design.AsSpan(c * _size, _size), _coalitions[c].Weight * (gains[c] - last), right, right);
        }

        LinearSolver.Solve(_matrix, _size, right);
        values[^1] = difference - TensorPrimitives.Sum<double>(right);
    }
}
