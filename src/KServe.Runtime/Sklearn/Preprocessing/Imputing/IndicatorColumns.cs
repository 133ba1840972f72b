namespace KServe.Runtime.Sklearn.Preprocessing.Imputing;

/// <summary>The columns that an imputer adds to tell where cells were missing.</summary>
internal static class IndicatorColumns
{
    /// <summary>Reads the positions of the columns that get an indicator; empty without <c>add_indicator</c>.</summary>
    public static int[] Read(SklearnObject source, int columnCount) =>
        source.Flag("add_indicator") && source.Has("indicator_")
            ? ReadFeatures(source.Object("indicator_"), columnCount)
            : [];

    /// <summary>Reads <c>features_</c> of a MissingIndicator.</summary>
    public static int[] ReadFeatures(SklearnObject indicator, int columnCount)
    {
        var features = indicator.Integers("features_");
        return Array.TrueForAll(features, feature => feature >= 0 && (columnCount < 0 || feature < columnCount))
            ? features
            : throw indicator.Unexpected("features_", "positions of columns");
    }
}
