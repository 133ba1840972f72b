using KServe.Kernels.Trees;

namespace KServe.Kernels.Tests.Trees;

/// <summary>Decides one split of a described tree as its documentation says: the reference of the tests.</summary>
internal static class PlainSplit
{
    private const double NearZero = 1e-35f;

    public static bool GoesLeft(Tree tree, in TreeNode node, double value, TreePrecision precision)
    {
        if (precision != TreePrecision.Double)
        {
            value = (float)value;
        }

        if (double.IsNaN(value))
        {
            if (node.Missing != MissingRule.NaNAsZero)
            {
                return node.DefaultLeft;
            }

            value = 0;
        }

        if (node.Missing == MissingRule.ZeroOrNaN && Math.Abs(value) <= NearZero)
        {
            return node.DefaultLeft;
        }

        var threshold = precision == TreePrecision.Single ? (float)node.Threshold : node.Threshold;
        return node.Test switch
        {
            SplitTest.LessOrEqual => value <= threshold,
            SplitTest.Less => value < threshold,
            SplitTest.Equal => value == threshold,
            _ => InSet(tree, node, value),
        };
    }

    private static bool InSet(Tree tree, in TreeNode node, double value)
    {
        var negative = node.Test == SplitTest.InUnsignedSet ? value < 0 : value <= -1;
        if (negative || Math.Truncate(value) >= 32.0 * node.CategoryCount)
        {
            return node.UnknownCategoryLeft;
        }

        var category = (int)value;
        return (tree.CategoryBits.Span[node.CategoryStart + (category >> 5)] >> (category & 31) & 1) != 0;
    }
}
