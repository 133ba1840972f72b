namespace KServe.Explainers;

/// <summary>The background data of an explainer and what is known of each feature.</summary>
/// <remarks>Immutable and safe to share.</remarks>
internal sealed class FeatureSpace
{
    private FeatureSpace(FeatureTable background, Feature[] features)
    {
        Background = background;
        Features = features;
    }

    public FeatureTable Background { get; }

    public IReadOnlyList<Feature> Features { get; }

    public int Count => Features.Count;

    /// <summary>Looks at the background data once.</summary>
    /// <param name="background">The data; at least one row.</param>
    /// <param name="categorical">Names, or positions as text, of columns of numbers that are categories.</param>
    /// <param name="names">Names of the columns for data without; <see langword="null"/> for <c>f0</c> on.</param>
    /// <exception cref="InvalidDataException">The data are empty, or a name is not known.</exception>
    public static FeatureSpace Create(
        FeatureTable background,
        IReadOnlyList<string> categorical,
        IReadOnlyList<string>? names = null)
    {
        if (background.RowCount == 0)
        {
            throw new InvalidDataException("the background data have no rows");
        }

        names = background.ColumnNames ?? names;
        var isCategory = new bool[background.ColumnCount];
        foreach (var column in categorical)
        {
            isCategory[FeatureNaming.Find(names, background.ColumnCount, column)] = true;
        }

        var features = new Feature[background.ColumnCount];
        for (var c = 0; c < features.Length; c++)
        {
            features[c] = Feature.Create(
                FeatureNaming.Get(names, c), background.GetColumn(c), isCategory[c], background.GetLabels(c));
        }

        return new FeatureSpace(background, features);
    }

    /// <summary>Finds the columns of the background for those of a request.</summary>
    /// <exception cref="InferenceException">The request has other columns.</exception>
    public FeatureSpace For(RequestRows rows)
    {
        var columns = new int[rows.ColumnCount];
        var features = new Feature[columns.Length];
        for (var c = 0; c < columns.Length; c++)
        {
            columns[c] = rows.BackgroundColumns[c];
            features[c] = Features[columns[c]].For(rows.Names[c], rows.AreWhole[c], rows.Labels[c]);
        }

        return new FeatureSpace(Background.Select(columns), features);
    }
}
