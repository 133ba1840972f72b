using KServe.Runtime.Pickle;

namespace KServe.Runtime.Sklearn.Preprocessing;

/// <summary>Reads what an estimator says of its columns, as the versions of scikit-learn name it.</summary>
internal static class FeatureInfo
{
    /// <summary>Reads <c>n_features_in_</c>; older files name it otherwise or leave it out.</summary>
    public static int ReadCount(SklearnObject source, int fallback = -1)
    {
        var name = Array.Find(Names, source.Has);
        if (name is null)
        {
            return fallback;
        }

        var count = source.Integer(name);
        return count is >= 0 and <= Array.MaxLength
            ? (int)count
            : throw source.Unexpected(name, "a number of columns");
    }

    /// <summary>Reads <c>feature_names_in_</c>, which is there when the estimator was fitted on named columns.</summary>
    public static IReadOnlyList<string>? ReadNames(SklearnObject source, int count)
    {
        if (!source.Has("feature_names_in_"))
        {
            return null;
        }

        var names = (source.Value("feature_names_in_") as NumpyArray)?.ToTexts();
        return names is not null && (count < 0 || names.Length == count) && !names.Contains(null)
            ? names!
            : throw source.Unexpected("feature_names_in_", count < 0 ? "a vector of texts" : $"{count} texts");
    }

    private static readonly string[] Names = ["n_features_in_", "_n_features"];
}
