namespace KServe.Detectors;

/// <summary>One tree that isolates rows by random splits; leaves know how many rows they hold.</summary>
/// <param name="features">The feature of each node; -1 for a leaf.</param>
/// <param name="thresholds">Rows up to it go left.</param>
/// <param name="left">The left child of each node.</param>
/// <param name="right">The right child of each node.</param>
/// <param name="sizes">The rows that each node was made of.</param>
internal sealed class IsolationTree(int[] features, double[] thresholds, int[] left, int[] right, int[] sizes)
{
    /// <summary>Gets how many steps isolate a row, with an estimate for what a leaf did not split.</summary>
    public double GetPathLength(ReadOnlySpan<double> row)
    {
        var (node, steps) = (0, 0);
        while (features[node] >= 0)
        {
            node = row[features[node]] <= thresholds[node] ? left[node] : right[node];
            steps++;
        }

        return steps + GetAverageLength(sizes[node]);
    }

    /// <summary>Gets the average length of an unsuccessful search in a binary tree of n rows.</summary>
    public static double GetAverageLength(double n) => n switch
    {
        <= 1 => 0,
        2 => 1,
        _ => (2 * (Math.Log(n - 1) + 0.5772156649015329)) - (2 * (n - 1) / n),
    };
}
