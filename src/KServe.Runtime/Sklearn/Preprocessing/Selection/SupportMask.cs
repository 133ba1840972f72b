using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Sklearn.Preprocessing.Selection;

/// <summary>Reads masks of columns.</summary>
internal static class SupportMask
{
    /// <summary>Reads <c>support_</c>.</summary>
    public static bool[] Read(SklearnObject source) =>
        source.Value("support_") is NumpyArray { Type.Kind: NumpyKind.Boolean, Shape.Length: 1 } mask
            ? Array.ConvertAll(mask.ToIntegers(), static value => value != 0)
            : throw source.Unexpected("support_", "a mask of columns");

    /// <summary>Marks the columns with the highest scores; of equal ones the last.</summary>
    public static bool[] Highest(ReadOnlySpan<double> scores, int count)
    {
        var order = Order(scores);
        var support = new bool[scores.Length];
        foreach (var column in order.AsSpan(Math.Max(0, order.Length - count)))
        {
            support[column] = true;
        }

        return support;
    }

    /// <summary>Sorts columns by their scores, equal ones in their order.</summary>
    public static int[] Order(ReadOnlySpan<double> scores)
    {
        var order = new int[scores.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        var keys = scores.ToArray();
        Array.Sort(order, (a, b) => keys[a].CompareTo(keys[b]) is not 0 and var difference ? difference : a - b);
        return order;
    }
}
