namespace KServe.Detectors;

/// <summary>The two-sample test of Kolmogorov and Smirnov, two-sided, as <c>scipy.stats.ks_2samp</c>.</summary>
internal static class KolmogorovSmirnov
{
    // As SciPy's method auto.
    private const int MaxExact = 10_000;

    /// <summary>Compares two samples.</summary>
    /// <param name="first">Ascending, without NaN, at least one value.</param>
    /// <param name="second">Ascending, without NaN, at least one value.</param>
    /// <param name="isExact">Whether the exact distribution is used; by default up to 10000 values.</param>
    public static TestResult Test(ReadOnlySpan<double> first, ReadOnlySpan<double> second, bool? isExact = null)
    {
        var (m, n) = (first.Length, second.Length);
        var statistic = GetStatistic(first, second);
        if (isExact ?? Math.Max(m, n) <= MaxExact)
        {
            return new(statistic, GetExactProbability(m, n, statistic));
        }

        var effective = (double)m * n / (m + n);
        return new(statistic, KolmogorovDistribution.GetUpperTail(Math.Round(effective), statistic));
    }

    /// <summary>Gets the largest distance of the two empirical distributions.</summary>
    public static double GetStatistic(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var (i, j) = (0, 0);
        var largest = 0.0;
        while (i < first.Length && j < second.Length)
        {
            var value = Math.Min(first[i], second[j]);
            while (i < first.Length && first[i] <= value)
            {
                i++;
            }

            while (j < second.Length && second[j] <= value)
            {
                j++;
            }

            largest = Math.Max(largest, Math.Abs(((double)i / first.Length) - ((double)j / second.Length)));
        }

        return largest;
    }

    private static double GetExactProbability(int m, int n, double statistic)
    {
        var divisor = GetDivisor(m, n);
        var multiple = (long)m / divisor * n;

        // The statistic is a multiple of 1 / lcm(m, n), which rounding brings back.
        var h = (long)Math.Round(statistic * multiple);
        if (h == 0)
        {
            return 1;
        }

        return Math.Clamp(m == n ? GetEqualSizes(n, h) : GetOutside(m, n, divisor, h), 0, 1);
    }

    // Gnedenko and Korolyuk: an alternating sum of quotients of binomials, as a nested product.
    private static double GetEqualSizes(int n, long h)
    {
        var sum = 0.0;
        for (var k = n / h; k >= 0; k--)
        {
            var product = 1.0;
            for (long j = 0; j < h; j++)
            {
                product *= (double)(n - (k * h) - j) / (n + (k * h) + j + 1);
            }

            sum = product * (1 - sum);
        }

        return 2 * sum;
    }

    // Hodges' lattice: o(i, j) is the share of paths to (i, j) that touched the border. All terms are positive, so that
    // small probabilities keep their digits.
    private static double GetOutside(int m, int n, int divisor, long h)
    {
        var (stepI, stepJ) = ((long)n / divisor, (long)m / divisor);
        var shares = new double[n + 1];
        for (var i = 0; i <= m; i++)
        {
            for (var j = 0; j <= n; j++)
            {
                if (Math.Abs((i * stepI) - (j * stepJ)) >= h)
                {
                    shares[j] = 1;
                }
                else if (i + j == 0)
                {
                    shares[j] = 0;
                }
                else
                {
                    var left = j > 0 ? j * shares[j - 1] : 0;
                    var below = i > 0 ? i * shares[j] : 0;
                    shares[j] = (left + below) / (i + j);
                }
            }
        }

        return shares[n];
    }

    private static int GetDivisor(int a, int b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
