using System.Numerics.Tensors;

namespace KServe.Explainers;

/// <summary>Fits weighted linear models with a ridge and a constant that has none.</summary>
internal sealed class RidgeRegression
{
    private readonly double[] _design;
    private readonly double[] _weights;
    private readonly double[] _means;
    private readonly double[] _matrix;
    private readonly double _ridge;
    private readonly double _weightSum;
    private readonly int _size;

    /// <summary>Prepares the equations; the design is centred in place.</summary>
    public RidgeRegression(double[] design, double[] weights, double ridge, CancellationToken cancellationToken)
    {
        (_design, _weights, _ridge) = (design, weights, ridge);
        _size = design.Length / weights.Length;
        _weightSum = TensorPrimitives.Sum<double>(weights);
        _means = new double[_size];
        _matrix = new double[checked(_size * _size)];
        for (var i = 0; i < weights.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(Row(i), weights[i] / _weightSum, _means, _means);
        }

        for (var i = 0; i < weights.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = Row(i);
            TensorPrimitives.Subtract(row, _means, row);
            for (var f = 0; f < _size; f++)
            {
                var target = _matrix.AsSpan(f * _size, f + 1);
                TensorPrimitives.MultiplyAdd(row[..(f + 1)], weights[i] * row[f], target, target);
            }
        }
    }

    /// <summary>Fits one output.</summary>
    /// <param name="targets">One for each row of the design.</param>
    /// <param name="featureCount">How many features may have a weight: the largest are kept and fitted again.</param>
    /// <param name="first">The row, before it was centred, that the local prediction is for.</param>
    public LocalFit Fit(ReadOnlySpan<double> targets, int featureCount, ReadOnlySpan<double> first)
    {
        var mean = TensorPrimitives.Dot(_weights, targets) / _weightSum;
        var products = new double[_size];
        for (var i = 0; i < targets.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(Row(i), _weights[i] * (targets[i] - mean), products, products);
        }

        var features = new int[_size];
        for (var f = 0; f < features.Length; f++)
        {
            features[f] = f;
        }

        var weights = Solve(features, products);
        if (featureCount < _size)
        {
            Array.Sort(features, (a, b) =>
                Math.Abs(weights[b]).CompareTo(Math.Abs(weights[a])) is var order and not 0 ? order : a.CompareTo(b));
            weights = Solve(features[..featureCount], products);
        }

        var intercept = mean - TensorPrimitives.Dot<double>(weights, _means);
        var local = intercept + TensorPrimitives.Dot(weights, first);
        return new LocalFit(weights, intercept, local, GetScore(targets, mean, weights));
    }

    private double[] Solve(int[] features, double[] products)
    {
        var matrix = new double[features.Length * features.Length];
        var right = new double[features.Length];
        for (var i = 0; i < features.Length; i++)
        {
            right[i] = products[features[i]];
            for (var j = 0; j < features.Length; j++)
            {
                var (high, low) = (Math.Max(features[i], features[j]), Math.Min(features[i], features[j]));
                matrix[i * features.Length + j] = _matrix[high * _size + low] + (i == j ? _ridge : 0);
            }
        }

        LinearSolver.Solve(matrix, features.Length, right);
        var weights = new double[_size];
        for (var i = 0; i < features.Length; i++)
        {
            weights[features[i]] = right[i];
        }

        return weights;
    }

    private double GetScore(ReadOnlySpan<double> targets, double mean, double[] weights)
    {
        var (error, total) = (0.0, 0.0);
        for (var i = 0; i < targets.Length; i++)
        {
            var rest = targets[i] - mean;
            total += _weights[i] * rest * rest;
            rest -= TensorPrimitives.Dot(weights, Row(i));
            error += _weights[i] * rest * rest;
        }

        // A model that gives the same everywhere is explained in full.
        return total > 0 ? 1 - error / total : 1;
    }

    private Span<double> Row(int index) => _design.AsSpan(index * _size, _size);
}
