using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Trees;

/// <summary>Takes one target's columns out of the classes of all targets.</summary>
internal static class TargetColumns
{
    public static Matrix Select(Matrix all, ReadOnlySpan<Labels> labels, int target)
    {
        if (labels.Length == 1)
        {
            return all;
        }

        var start = 0;
        for (var i = 0; i < target; i++)
        {
            start += labels[i].Count;
        }

        var selected = new Matrix(all.RowCount, labels[target].Count);
        for (var row = 0; row < all.RowCount; row++)
        {
            all.GetRow(row).Slice(start, selected.ColumnCount).CopyTo(selected.GetRow(row));
        }

        return selected;
    }
}
