namespace KServe.LoadTest.Running;

/// <summary>Computes medians.</summary>
internal static class Median
{
    /// <summary>Gets the middle of some numbers; of an even count the mean of the two in the middle.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0
            ? throw new InvalidOperationException("a median needs at least one number")
            : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
