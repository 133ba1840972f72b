namespace KServe.Detectors;

/// <summary>The population stability index over bins: the sum of (q - p) ln(q / p).</summary>
internal static class PopulationStability
{
    // What is added to each bin, so that an empty one does not give infinity.
    private const double Smoothing = 0.5;

    /// <summary>Compares two rows of counts over the same bins.</summary>
    public static double Compute(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        var (total1, total2) = (Smoothing * expected.Length, Smoothing * actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            total1 += expected[i];
            total2 += actual[i];
        }

        var index = 0.0;
        for (var i = 0; i < expected.Length; i++)
        {
            var (p, q) = ((expected[i] + Smoothing) / total1, (actual[i] + Smoothing) / total2);
            index += (q - p) * Math.Log(q / p);
        }

        return index;
    }
}
