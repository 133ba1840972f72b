namespace KServe.Detectors;

/// <summary>Quantiles with linear interpolation, as <c>numpy.quantile</c>.</summary>
internal static class Quantile
{
    /// <summary>Gets a quantile of ascending values, at least one.</summary>
    public static double Of(ReadOnlySpan<double> ascending, double share)
    {
        var position = share * (ascending.Length - 1);
        var below = (int)Math.Floor(position);
        var above = Math.Min(below + 1, ascending.Length - 1);
        return ascending[below] + ((position - below) * (ascending[above] - ascending[below]));
    }
}
