using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>Reads the weights of voters, less those of estimators that were dropped.</summary>
internal static class VotingWeights
{
    /// <summary>Reads <c>weights</c>.</summary>
    /// <param name="source">The attributes.</param>
    /// <param name="count">The number of voters.</param>
    /// <returns>One weight per voter, all 1 when none are given.</returns>
    /// <exception cref="InvalidDataException">There are not as many, or they are no numbers.</exception>
    public static double[] Read(SklearnObject source, int count)
    {
        if (!source.Has("weights"))
        {
            return [.. Enumerable.Repeat(1.0, count)];
        }

        var value = source.Value("weights");
        double[] all = value is NumpyArray { IsNumeric: true, Shape.Length: 1 } array
            ? array.ToDoubles()
            : [.. (PickleNumbers.ToList(value) ?? []).Select(weight =>
                PickleNumbers.ToDouble(weight) ?? throw source.Unexpected("weights", "numbers"))];
        var named = source.List("estimators");
        double[] used = all.Length == named.Count
            ? [.. all.Where((_, i) => !IsDropped(named[i]))]
            : all;
        return used.Length == count ? used : throw source.Unexpected("weights", $"{count} numbers");
    }

    private static bool IsDropped(object? entry) => PickleNumbers.ToList(entry) is [_, "drop" or null];
}
