using System.Runtime.CompilerServices;

namespace KServe.Kernels.Trees.Compiled;

/// <summary>Decides a split that is more than one comparison: a category set or an equality.</summary>
internal readonly record struct SpecialSplit(
    int Slot, SplitTest Test, bool DefaultLeft, bool UnknownLeft, double Threshold, int CategoryStart, int CategoryCount)
{
    /// <summary>Says whether a slot's value, NaN when missing, goes left.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool GoesLeft(double value, uint[] categoryBits)
    {
        if (double.IsNaN(value))
        {
            return DefaultLeft;
        }

        return Test switch
        {
            SplitTest.LessOrEqual => value <= Threshold,
            SplitTest.Less => value < Threshold,
            SplitTest.Equal => value == Threshold,
            _ => InSet(value, categoryBits),
        };
    }

    private bool InSet(double value, uint[] categoryBits)
    {
        var negative = Test == SplitTest.InUnsignedSet ? value < 0 : value <= -1;
        if (negative || Math.Truncate(value) >= 32.0 * CategoryCount)
        {
            return UnknownLeft;
        }

        var category = (int)value;
        return ((categoryBits[CategoryStart + (category >> 5)] >> (category & 31)) & 1) != 0;
    }
}
