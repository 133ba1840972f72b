namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Reads the number of columns that hashes fall into.</summary>
internal static class HashColumns
{
    public static int Read(SklearnObject source)
    {
        var count = source.Integer("n_features", fallback: 1 << 20);
        return count is >= 1 and <= int.MaxValue
            ? (int)count
            : throw source.Unexpected("n_features", "1 to 2147483647 columns");
    }
}
