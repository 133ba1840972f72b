namespace KServe.Explainers;

/// <summary>Bounds of a probability that was seen in samples, by the divergence of Kullback and Leibler.</summary>
/// <remarks>Kaufmann and Kalyanakrishnan, "Information complexity in bandit subset selection" (2013).</remarks>
internal static class Bernoulli
{
    private const int Steps = 20;

    /// <summary>Gets the highest probability that the samples do not exclude.</summary>
    /// <param name="mean">The share that was seen.</param>
    /// <param name="level">The divergence allowed.</param>
    public static double GetUpperBound(double mean, double level)
    {
        var (low, high) = (mean, Math.Min(1, mean + Math.Sqrt(level / 2)));
        for (var i = 0; i < Steps; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Diverge(mean, middle) > level ? (low, middle) : (middle, high);
        }

        return high;
    }

    /// <summary>Gets the lowest probability that the samples do not exclude.</summary>
    /// <param name="mean">The share that was seen.</param>
    /// <param name="level">The divergence allowed.</param>
    public static double GetLowerBound(double mean, double level)
    {
        var (low, high) = (Math.Max(0, mean - Math.Sqrt(level / 2)), mean);
        for (var i = 0; i < Steps; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Diverge(mean, middle) > level ? (middle, high) : (low, middle);
        }

        return low;
    }

    private static double Diverge(double p, double q)
    {
        const double Least = 1e-16;
        (p, q) = (Math.Clamp(p, Least, 1 - Least), Math.Clamp(q, Least, 1 - Least));
        return p * Math.Log(p / q) + (1 - p) * Math.Log((1 - p) / (1 - q));
    }
}
