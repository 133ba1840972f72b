using System.Numerics.Tensors;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Sklearn.Numerics;

/// <summary>A distance between two rows, as scikit-learn and scipy define it.</summary>
internal sealed class DistanceMetric
{
    private readonly DistanceKind _kind;
    private readonly double _power;

    // What differences (or their powers) are multiplied with; none for 1.
    private readonly double[]? _weights;

    private DistanceMetric(DistanceKind kind, double power = 2, double[]? weights = null)
    {
        _kind = kind;
        _power = power;
        _weights = weights;
    }

    /// <summary>Gets whether the distance is the Euclidean one.</summary>
    public bool IsEuclidean => _kind == DistanceKind.Euclidean;

    /// <summary>Gets whether the distance is 1 less the cosine.</summary>
    public bool IsCosine => _kind == DistanceKind.Cosine;

    /// <summary>Gets whether boxes have a distance, so that there can be a tree of boxes.</summary>
    public bool HasBoxes => _kind is DistanceKind.Euclidean or DistanceKind.Manhattan or DistanceKind.Chebyshev
        or DistanceKind.Minkowski;

    public static DistanceMetric Euclidean { get; } = new(DistanceKind.Euclidean);

    /// <summary>Reads a metric by its name and parameters.</summary>
    /// <param name="source">The estimator, for errors.</param>
    /// <param name="name">The metric's name.</param>
    /// <param name="parameters">Its parameters, or <see langword="null"/>.</param>
    /// <param name="columnCount">The length of the rows.</param>
    /// <exception cref="InvalidDataException">The metric is not known, or its parameters do not fit.</exception>
    public static DistanceMetric Read(
        SklearnObject source, string name, PickleDictionary? parameters, int columnCount) => name switch
        {
            "euclidean" or "l2" => Euclidean,
            "manhattan" or "l1" or "cityblock" => new(DistanceKind.Manhattan),
            "chebyshev" or "infinity" => new(DistanceKind.Chebyshev),
            "minkowski" or "p" => ReadMinkowski(source, parameters, columnCount),
            "sqeuclidean" => new(DistanceKind.SquaredEuclidean),
            "seuclidean" => ReadStandardised(source, parameters, columnCount),
            "cosine" => new(DistanceKind.Cosine),
            "correlation" => new(DistanceKind.Correlation),
            "hamming" => new(DistanceKind.Hamming),
            "canberra" => new(DistanceKind.Canberra),
            "braycurtis" => new(DistanceKind.BrayCurtis),
            _ => throw source.Invalid($"the metric '{name}' is not supported"),
        };

    /// <summary>Computes the distance of two rows of the same length.</summary>
    public double Compute(ReadOnlySpan<double> first, ReadOnlySpan<double> second) => _kind switch
    {
        DistanceKind.Euclidean => TensorPrimitives.Distance(first, second),
        DistanceKind.SquaredEuclidean => Square(TensorPrimitives.Distance(first, second)),
        DistanceKind.Manhattan => RowDistances.Manhattan(first, second),
        DistanceKind.Chebyshev => RowDistances.Chebyshev(first, second),
        DistanceKind.Minkowski => RowDistances.Minkowski(first, second, _weights, _power),
        DistanceKind.Cosine => RowDistances.Cosine(first, second),
        DistanceKind.Correlation => RowDistances.Correlation(first, second),
        DistanceKind.Hamming => (double)RowDistances.CountDifferent(first, second) / first.Length,
        DistanceKind.Canberra => RowDistances.Canberra(first, second),
        _ => RowDistances.BrayCurtis(first, second),
    };

    /// <summary>Computes what orders rows as their distance does, term by term as the library's trees do.</summary>
    /// <remarks>Which of several equally near rows is taken hangs on the last bit: nothing is reordered here.</remarks>
    public double ComputeReduced(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var sum = 0.0;
        switch (_kind)
        {
            case DistanceKind.Euclidean:
                for (var i = 0; i < first.Length; i++)
                {
                    sum += Square(first[i] - second[i]);
                }

                return sum;
            case DistanceKind.Manhattan:
                for (var i = 0; i < first.Length; i++)
                {
                    sum += Math.Abs(first[i] - second[i]);
                }

                return sum;
            case DistanceKind.Minkowski:
                return RowDistances.MinkowskiSum(first, second, _weights, _power);
            default:
                return Compute(first, second);
        }
    }

    /// <summary>Makes a distance of a reduced one.</summary>
    public double FromReduced(double reduced) => _kind switch
    {
        DistanceKind.Euclidean => Math.Sqrt(reduced),
        DistanceKind.Minkowski => Math.Pow(reduced, 1 / _power),
        _ => reduced,
    };

    /// <summary>Makes a reduced distance of a distance.</summary>
    public double ToReduced(double distance) => _kind switch
    {
        DistanceKind.Euclidean => distance * distance,
        DistanceKind.Minkowski => Math.Pow(distance, _power),
        _ => distance,
    };

    /// <summary>Computes the reduced distance of a row to a box, as the library's trees do.</summary>
    public double ComputeReducedToBox(
        ReadOnlySpan<double> row, ReadOnlySpan<double> lowest, ReadOnlySpan<double> highest)
    {
        var result = 0.0;
        for (var i = 0; i < row.Length; i++)
        {
            var below = lowest[i] - row[i];
            var above = row[i] - highest[i];
            var gap = 0.5 * (below + Math.Abs(below) + (above + Math.Abs(above)));
            result = _kind switch
            {
                DistanceKind.Chebyshev => Math.Max(result, gap),
                DistanceKind.Manhattan => result + gap,
                DistanceKind.Euclidean => result + gap * gap,
                _ => result + (_weights is null ? 1 : _weights[i]) * Math.Pow(gap, _power),
            };
        }

        return result;
    }

    private static DistanceMetric ReadMinkowski(SklearnObject source, PickleDictionary? parameters, int columnCount)
    {
        var power = ReadParameter(parameters, "p") is { } value
            ? PickleNumbers.ToDouble(value) ?? throw source.Invalid("p is no number")
            : 2;
        var weights = ReadWeights(source, parameters, "w", columnCount);
        return power switch
        {
            1 when weights is null => new(DistanceKind.Manhattan),
            2 when weights is null => Euclidean,
            double.PositiveInfinity when weights is null => new(DistanceKind.Chebyshev),
            > 0 and < double.PositiveInfinity => new(DistanceKind.Minkowski, power, weights),
            _ => throw source.Invalid($"the power {power} of the Minkowski distance is not supported"),
        };
    }

    private static DistanceMetric ReadStandardised(SklearnObject source, PickleDictionary? parameters, int columnCount)
    {
        var variances = ReadWeights(source, parameters, "V", columnCount)
            ?? throw source.Invalid("the metric 'seuclidean' needs the variances V");
        return new(DistanceKind.Minkowski, 2, Array.ConvertAll(variances, static variance => 1 / variance));
    }

    private static object? ReadParameter(PickleDictionary? parameters, string name)
    {
        object? value = null;
        return parameters?.TryGet(name, out value) == true ? value : null;
    }

    private static double[]? ReadWeights(
        SklearnObject source, PickleDictionary? parameters, string name, int columnCount) =>
        ReadParameter(parameters, name) switch
        {
            null => null,
            NumpyArray { IsNumeric: true, Shape.Length: 1 } array when array.Count == columnCount => array.ToDoubles(),
            _ => throw source.Invalid($"{name} of the metric: {columnCount} numbers were expected"),
        };

    private static double Square(double value) => value * value;
}
