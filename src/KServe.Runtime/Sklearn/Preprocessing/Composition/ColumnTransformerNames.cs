using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Sklearn.Preprocessing.Composition;

/// <summary>Reads the names of a ColumnTransformer's columns, which 0.24 keeps elsewhere than its successors.</summary>
internal static class ColumnTransformerNames
{
    public static IReadOnlyList<string>? Read(SklearnObject source, int count)
    {
        if (source.Has("feature_names_in_"))
        {
            return FeatureNameReader.Read(source, count);
        }

        // Version 0.24: the columns of the data frame, which it wrote as an index of pandas or an array.
        var value = source.ValueOrNull("_feature_names_in");
        value = PickleTexts.GetIndexValues(value) ?? value;
        if (value is null)
        {
            return null;
        }

        var names = value is NumpyArray { Shape.Length: 1, Type.Kind: NumpyKind.Text or NumpyKind.Object } array
            ? array.ToTexts()
            : throw source.Unexpected("_feature_names_in", "names");
        return count < 0 || names.Length == count
            ? [.. names.Select(name => name ?? throw source.Unexpected("_feature_names_in", "names"))]
            : throw source.Unexpected("_feature_names_in", $"{count} names");
    }
}
