namespace KServe.Runtime.Generative.Tests.Sampling;

/// <summary>Compares counts with a distribution.</summary>
internal static class Statistics
{
    public static double ChiSquared(int[] counts, double[] probabilities)
    {
        var total = counts.Sum();
        var sum = 0.0;
        for (var i = 0; i < counts.Length; i++)
        {
            var expected = total * probabilities[i];
            if (expected == 0)
            {
                Assert.Equal(0, counts[i]);
                continue;
            }

            sum += (counts[i] - expected) * (counts[i] - expected) / expected;
        }

        return sum;
    }

    /// <summary>Gets what a fair sample passes once in ten thousand times, after Wilson and Hilferty.</summary>
    public static double Limit(int degrees)
    {
        var spread = 2.0 / (9 * degrees);
        return degrees * Math.Pow(1 - spread + (3.719 * Math.Sqrt(spread)), 3);
    }
}
