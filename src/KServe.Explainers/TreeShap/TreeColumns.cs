namespace KServe.Explainers;

/// <summary>Says which feature of the trees each column of a request is.</summary>
internal sealed class TreeColumns
{
    private readonly int[] _features;

    private TreeColumns(int[] features) => _features = features;

    /// <summary>Gets the number of columns, the same as that of features.</summary>
    public int Count => _features.Length;

    /// <summary>Gets the feature of a column.</summary>
    public int this[int column] => _features[column];

    /// <summary>Goes by name where both sides have names, else by position.</summary>
    /// <exception cref="InferenceException">The request has other columns than the trees.</exception>
    public static TreeColumns Find(RequestRows rows, IReadOnlyList<string>? names, int featureCount)
    {
        if (rows.ColumnCount != featureCount)
        {
            throw InferenceException.InvalidArgument(
                $"the request has {rows.ColumnCount} features, the model has {featureCount}");
        }

        var byName = rows.HasNames && names is not null && names.Count == featureCount;
        var features = new int[featureCount];
        for (var c = 0; c < features.Length; c++)
        {
            if (rows.Labels[c] is not null)
            {
                throw InferenceException.InvalidArgument(
                    $"input '{rows.Names[c]}' holds texts, TreeSHAP takes numbers");
            }

            features[c] = byName ? FindName(names!, rows.Names[c]) : c;
        }

        return new TreeColumns(features);
    }

    /// <summary>Puts values of the request's columns into the order of the features.</summary>
    public double[] Arrange(ReadOnlySpan<double> values, int rowCount)
    {
        var arranged = new double[values.Length];
        for (var r = 0; r < rowCount; r++)
        {
            for (var c = 0; c < Count; c++)
            {
                arranged[r * Count + _features[c]] = values[r * Count + c];
            }
        }

        return arranged;
    }

    private static int FindName(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        throw InferenceException.InvalidArgument($"the model has no feature '{name}'");
    }
}
