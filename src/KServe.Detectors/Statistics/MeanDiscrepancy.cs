using System.Numerics.Tensors;

namespace KServe.Detectors;

/// <summary>The squared maximum mean discrepancy with a Gaussian kernel, and its permutation test.</summary>
/// <remarks>
/// Gretton et al., "A kernel two-sample test" (2012): the unbiased estimate, exp(-|x - y|² / (2 σ²)), and σ² as the
/// median of the squared distances over two when none is given. The kernel is computed once for all permutations.
/// </remarks>
internal static class MeanDiscrepancy
{
    /// <summary>Compares two samples of rows.</summary>
    /// <param name="first">The rows of one sample, at least two.</param>
    /// <param name="second">The rows of the other, at least two.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="bandwidth">σ; 0 for that of the median.</param>
    /// <param name="permutations">How many permutations the p-value is of.</param>
    /// <param name="random">The source of permutations.</param>
    public static TestResult Test(
        ReadOnlySpan<double> first,
        ReadOnlySpan<double> second,
        int columns,
        double bandwidth,
        int permutations,
        Random random)
    {
        var (m, n) = (first.Length / columns, second.Length / columns);
        var kernel = CreateKernel(first, second, columns, bandwidth);
        var isFirst = new double[m + n];
        isFirst.AsSpan(0, m).Fill(1);
        var total = Sum(kernel);
        var statistic = Estimate(kernel, isFirst, total, m, n);
        var larger = 0;
        for (var i = 0; i < permutations; i++)
        {
            random.Shuffle(isFirst);
            larger += Estimate(kernel, isFirst, total, m, n) >= statistic ? 1 : 0;
        }

        // The observed split is one of the permutations, so that the p-value is never 0.
        return new(statistic, (larger + 1.0) / (permutations + 1.0));
    }

    /// <summary>Gets σ of the median distance of all pairs of rows.</summary>
    public static double GetMedianBandwidth(ReadOnlySpan<double> squaredDistances, int rows)
    {
        var pairs = new double[rows * (rows - 1) / 2];
        var count = 0;
        for (var i = 0; i < rows; i++)
        {
            for (var j = i + 1; j < rows; j++)
            {
                pairs[count++] = squaredDistances[(i * rows) + j];
            }
        }

        Array.Sort(pairs);
        var middle = count / 2;
        var median = count % 2 == 1 ? pairs[middle] : (pairs[middle - 1] + pairs[middle]) / 2;
        return median > 0 ? Math.Sqrt(median / 2) : 1;
    }

    private static double[] CreateKernel(
        ReadOnlySpan<double> first,
        ReadOnlySpan<double> second,
        int columns,
        double bandwidth)
    {
        double[] rows = [.. first, .. second];
        var count = rows.Length / columns;
        var kernel = new double[count * count];
        for (var i = 0; i < count; i++)
        {
            for (var j = i + 1; j < count; j++)
            {
                var distance = TensorPrimitives.Distance<double>(
                    rows.AsSpan(i * columns, columns), rows.AsSpan(j * columns, columns));
                kernel[(i * count) + j] = kernel[(j * count) + i] = distance * distance;
            }
        }

        var sigma = bandwidth > 0 ? bandwidth : GetMedianBandwidth(kernel, count);
        TensorPrimitives.Multiply(kernel, -1 / (2 * sigma * sigma), kernel);
        TensorPrimitives.Exp<double>(kernel, kernel);
        for (var i = 0; i < count; i++)
        {
            // The unbiased estimate leaves out what a row has with itself.
            kernel[(i * count) + i] = 0;
        }

        return kernel;
    }

    private static double Sum(double[] kernel) => TensorPrimitives.Sum<double>(kernel);

    // With a = 1 for the first sample: a'Ka is its inner sum, and the three sums add up to that of the whole kernel.
    private static double Estimate(double[] kernel, double[] isFirst, double total, int m, int n)
    {
        var count = m + n;
        var (inner, outer) = (0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            var row = kernel.AsSpan(i * count, count);
            var dot = TensorPrimitives.Dot<double>(row, isFirst);
            if (isFirst[i] != 0)
            {
                inner += dot;
            }
            else
            {
                outer += dot;
            }
        }

        var rest = total - inner - (2 * outer);
        return (inner / ((double)m * (m - 1))) + (rest / ((double)n * (n - 1))) - (2 * outer / ((double)m * n));
    }
}
