using System.Numerics;
using System.Runtime.CompilerServices;

namespace KServe.Kernels.Trees.Compiled;

/// <summary>Turns thresholds into the one form of the engine: a value goes right when it is at least the threshold.</summary>
internal static class Thresholds
{
    /// <summary>Finds the smallest number of the engine's type that goes right.</summary>
    /// <remarks>Less or equal to infinity has no such number: such a split is left to <see cref="SpecialSplit"/>.</remarks>
    public static bool TryConvert<T>(SplitTest test, double threshold, TreePrecision precision, out T result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (test > SplitTest.Less || (test == SplitTest.LessOrEqual && IsInfinite(threshold, precision)))
        {
            result = default;
            return false;
        }

        result = precision switch
        {
            TreePrecision.Double => Unsafe.BitCast<double, T>(AtLeast(test, threshold)),
            TreePrecision.Single => Unsafe.BitCast<float, T>(AtLeast(test, (float)threshold)),
            _ => Unsafe.BitCast<float, T>(Rounded(test, threshold)),
        };
        return true;
    }

    private static bool IsInfinite(double threshold, TreePrecision precision) =>
        double.IsPositiveInfinity(precision == TreePrecision.Single ? (float)threshold : threshold);

    private static T AtLeast<T>(SplitTest test, T threshold)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (T.IsNaN(threshold))
        {
            return T.NegativeInfinity;
        }

        return test == SplitTest.Less ? threshold : T.BitIncrement(threshold);
    }

    // The smallest float32 that a float64 threshold sends right: float32 features then decide exactly as float64 ones.
    private static float Rounded(SplitTest test, double threshold)
    {
        if (double.IsNaN(threshold))
        {
            return float.NegativeInfinity;
        }

        var rounded = (float)threshold;
        var goesLeft = test == SplitTest.Less ? rounded < threshold : rounded <= threshold;
        return goesLeft ? float.BitIncrement(rounded) : rounded;
    }
}
