using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Sklearn;

/// <summary>Reads the names of the columns that an estimator was fitted with.</summary>
internal static class FeatureNameReader
{
    /// <summary>Reads <c>feature_names_in_</c>.</summary>
    /// <param name="source">The attributes.</param>
    /// <param name="featureCount">How many names there must be; -1 for any number.</param>
    /// <returns><see langword="null"/> when the estimator was fitted without names.</returns>
    /// <exception cref="InvalidDataException">It holds something else, or another number of names.</exception>
    public static IReadOnlyList<string>? Read(SklearnObject source, int featureCount)
    {
        if (!source.Has("feature_names_in_"))
        {
            return null;
        }

        if (source.Value("feature_names_in_") is not NumpyArray { Shape.Length: 1 } array
            || array.Type.Kind is not (NumpyKind.Object or NumpyKind.Text)
            || (featureCount >= 0 && array.Count != featureCount))
        {
            throw source.Unexpected("feature_names_in_", featureCount < 0 ? "names" : $"{featureCount} names");
        }

        return [.. array.ToTexts().Select(name => name ?? throw source.Unexpected("feature_names_in_", "names"))];
    }
}
