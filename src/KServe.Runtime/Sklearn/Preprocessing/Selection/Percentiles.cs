namespace KServe.Runtime.Sklearn.Preprocessing.Selection;

/// <summary>Percentiles with linear interpolation, as numpy's default computes them.</summary>
internal static class Percentiles
{
    /// <summary>Computes a percentile of at least one number.</summary>
    /// <param name="values">The numbers, in any order.</param>
    /// <param name="percentile">0 to 100.</param>
    public static double Compute(ReadOnlySpan<double> values, double percentile)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var position = percentile / 100 * (sorted.Length - 1);
        var index = (int)Math.Floor(position);
        if (index + 1 >= sorted.Length)
        {
            return sorted[^1];
        }

        // From the nearer end, so that the result never leaves the two neighbours.
        var fraction = position - index;
        var difference = sorted[index + 1] - sorted[index];
        return fraction < 0.5
            ? sorted[index] + difference * fraction
            : sorted[index + 1] - difference * (1 - fraction);
    }
}
