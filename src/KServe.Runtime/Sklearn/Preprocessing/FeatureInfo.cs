namespace KServe.Runtime.Sklearn.Preprocessing;

/// <summary>Reads what an estimator says of its columns, as the versions of scikit-learn name it.</summary>
internal static class FeatureInfo
{
    private static readonly string[] Names = ["n_features_in_", "_n_features"];

    /// <summary>Reads <c>n_features_in_</c>; older files name it otherwise or leave it out.</summary>
    public static int ReadCount(SklearnObject source, int fallback = -1)
    {
        var name = Array.Find(Names, source.Has);
        if (name is null)
        {
            return fallback;
        }

        var count = source.Integer(name);
        return count >= 0 && count <= Array.MaxLength
            ? (int)count
            : throw source.Unexpected(name, "a number of columns");
    }
}
