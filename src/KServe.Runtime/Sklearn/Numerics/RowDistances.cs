using System.Numerics;
using System.Numerics.Tensors;

namespace KServe.Runtime.Sklearn.Numerics;

/// <summary>Computes distances of two rows that no primitive computes.</summary>
internal static class RowDistances
{
    public static double Manhattan(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var sums = Vector<double>.Zero;
        var i = 0;
        for (; i <= first.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            sums += Vector.Abs(new Vector<double>(first[i..]) - new Vector<double>(second[i..]));
        }

        var sum = Vector.Sum(sums);
        for (; i < first.Length; i++)
        {
            sum += Math.Abs(first[i] - second[i]);
        }

        return sum;
    }

    public static double Chebyshev(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var largest = 0.0;
        for (var i = 0; i < first.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(first[i] - second[i]));
        }

        return largest;
    }

    public static double Minkowski(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, double[]? weights, double power) =>
        Math.Pow(MinkowskiSum(first, second, weights, power), 1 / power);

    /// <summary>Computes the sum below the root of the Minkowski distance.</summary>
    public static double MinkowskiSum(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, double[]? weights, double power)
    {
        var sum = 0.0;
        for (var i = 0; i < first.Length; i++)
        {
            sum += Math.Pow(Math.Abs(first[i] - second[i]), power) * (weights is null ? 1 : weights[i]);
        }

        return sum;
    }

    /// <summary>Computes 1 less the cosine; rows of zeros have the cosine 0, as in the library.</summary>
    public static double Cosine(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var norms = Math.Sqrt(TensorPrimitives.SumOfSquares(first)) * Math.Sqrt(TensorPrimitives.SumOfSquares(second));
        var cosine = norms == 0 ? 0 : TensorPrimitives.Dot(first, second) / norms;
        return Math.Clamp(1 - cosine, 0, 2);
    }

    public static double Correlation(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var firstMean = TensorPrimitives.Sum(first) / first.Length;
        var secondMean = TensorPrimitives.Sum(second) / second.Length;
        double product = 0, firstSquares = 0, secondSquares = 0;
        for (var i = 0; i < first.Length; i++)
        {
            var a = first[i] - firstMean;
            var b = second[i] - secondMean;
            product += a * b;
            firstSquares += a * a;
            secondSquares += b * b;
        }

        return 1 - product / Math.Sqrt(firstSquares * secondSquares);
    }

    public static int CountDifferent(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var count = 0;
        for (var i = 0; i < first.Length; i++)
        {
            count += first[i] != second[i] ? 1 : 0;
        }

        return count;
    }

    public static double Canberra(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var sum = 0.0;
        for (var i = 0; i < first.Length; i++)
        {
            var size = Math.Abs(first[i]) + Math.Abs(second[i]);
            sum += size == 0 ? 0 : Math.Abs(first[i] - second[i]) / size;
        }

        return sum;
    }

    public static double BrayCurtis(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double differences = 0, sums = 0;
        for (var i = 0; i < first.Length; i++)
        {
            differences += Math.Abs(first[i] - second[i]);
            sums += Math.Abs(first[i] + second[i]);
        }

        return sums == 0 ? 0 : differences / sums;
    }
}
