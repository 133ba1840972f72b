namespace KServe.Runtime.Sklearn.Preprocessing.Scaling;

/// <summary>Piecewise linear interpolation as <c>numpy.interp</c> does it.</summary>
internal static class Interpolation
{
    /// <summary>Interpolates between points that ascend; beyond them the end values hold.</summary>
    public static double At(double x, ReadOnlySpan<double> xs, ReadOnlySpan<double> ys)
    {
        if (x < xs[0])
        {
            return ys[0];
        }

        if (x >= xs[^1])
        {
            return ys[^1];
        }

        // The last point at or below x: of several equal ones the last.
        var low = 0;
        var high = xs.Length - 1;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (xs[middle] <= x)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return xs[low] == x ? ys[low] : (ys[low + 1] - ys[low]) / (xs[low + 1] - xs[low]) * (x - xs[low]) + ys[low];
    }
}
