namespace KServe.Detectors;

/// <summary>The distribution of the two-sided statistic of Kolmogorov for one sample.</summary>
/// <remarks>
/// Chooses the method as Simard and L'Ecuyer, "Computing the two-sided Kolmogorov-Smirnov distribution" (2011): the
/// matrix of Marsaglia, Tsang and Wang (2003), the one-sided sum of Smirnov, or the expansion of Pelz and Good (1976).
/// </remarks>
internal static class KolmogorovDistribution
{
    /// <summary>Gets the probability of a statistic of at least x.</summary>
    /// <param name="n">The number of values, a whole number from 1.</param>
    /// <param name="x">The statistic.</param>
    public static double GetUpperTail(double n, double x)
    {
        var t = n * x;
        if (x >= 1 || t <= 0.5 || n < 1)
        {
            return x >= 1 ? 0 : 1;
        }

        if (t <= 1)
        {
            // Ruben and Gambino.
            return 1 - Math.Exp(GammaFunction.Log(n + 1) - (n * Math.Log(n)) + (n * Math.Log((2 * t) - 1)));
        }

        if (t >= n - 1)
        {
            return 2 * Math.Pow(1 - x, n);
        }

        var square = t * x;
        if (x >= 0.5 || square >= (n <= 140 ? 4 : 2.2))
        {
            return square >= 370 ? 0 : Math.Min(1, 2 * GetOneSided(n, x));
        }

        var lower = n <= 140 || (n <= 100_000 && n * Math.Pow(x, 1.5) <= 1.4)
            ? MarsagliaMatrix.GetLowerTail((int)n, x)
            : GetPelzGood(n, x);
        return Math.Clamp(1 - lower, 0, 1);
    }

    // Birnbaum and Tingey: sum over j of C(n, j) x (x + j/n)^(j-1) (1 - x - j/n)^(n-j).
    private static double GetOneSided(double n, double x)
    {
        var sum = 0.0;
        var last = Math.Floor(n * (1 - x));
        var logN = GammaFunction.Log(n + 1);
        for (double j = 0; j <= last; j++)
        {
            var rest = 1 - x - (j / n);
            if (rest <= 0)
            {
                break;
            }

            sum += Math.Exp(
                logN - GammaFunction.Log(j + 1) - GammaFunction.Log(n - j + 1)
                + ((n - j) * Math.Log(rest)) + ((j - 1) * Math.Log(x + (j / n))));
        }

        return x * sum;
    }

    private static double GetPelzGood(double n, double x)
    {
        var z = Math.Sqrt(n) * x;
        var (z2, pi2) = (z * z, Math.PI * Math.PI);
        var (z4, z6, z8) = (z2 * z2, z2 * z2 * z2, z2 * z2 * z2 * z2);
        var (k0, k1, k2, k2b, k3, k3b) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        var last = (int)Math.Ceiling(16 * z / Math.PI) + 1;
        for (var k = last; k >= 0; k--)
        {
            var half = (k + 0.5) * (k + 0.5) * pi2;
            var atHalf = Math.Exp(-half / (2 * z2));
            k0 += atHalf;
            k1 += 2 * (half - z2) * atHalf;
            k2 += 2 * ((6 * z6) + (2 * z4) + (half * ((2 * z4) - (5 * z2))) + (half * half * (1 - (2 * z2)))) * atHalf;
            k3 += 2 * ((-30 * z6) - (90 * z8) + (half * ((135 * z4) - (96 * z6)))
                + (half * half * ((212 * z4) - (60 * z2))) + (half * half * half * (5 - (30 * z2)))) * atHalf;
            var whole = (double)k * k * pi2;
            var atWhole = 2 * Math.Exp(-whole / (2 * z2));
            k2b += whole * atWhole;
            k3b += ((3 * whole * z2) - (whole * whole)) * atWhole;
        }

        var root = Math.Sqrt(Math.PI / 2);
        k0 *= Math.Sqrt(2 * Math.PI) / z;
        k1 *= root / (6 * z4);
        var second = (k2 * root / (72 * z6 * z)) - (k2b * root / (36 * z2 * z));
        var third = (k3 * root / (6480 * z6 * z4)) + (k3b * root / (216 * z6));
        return Math.Clamp(k0 + (k1 / Math.Sqrt(n)) + (second / n) + (third / (n * Math.Sqrt(n))), 0, 1);
    }
}
