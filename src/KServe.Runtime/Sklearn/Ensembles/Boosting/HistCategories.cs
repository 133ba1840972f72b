using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Sklearn.Ensembles.Boosting;

/// <summary>The categories that each column of a histogram-boosted model was fitted with, as sets of bits.</summary>
internal sealed class HistCategories
{
    /// <summary>The words of a set: categories go from 0 to 255.</summary>
    public const int WordCount = 8;

    private readonly uint[]?[] _known;

    private HistCategories(uint[]?[] known) => _known = known;

    /// <summary>Gets the columns that hold categories.</summary>
    public IEnumerable<int> Columns => Enumerable.Range(0, _known.Length).Where(column => _known[column] is not null);

    /// <summary>Reads the categories out of the model's binning (<c>_bin_mapper</c>).</summary>
    /// <param name="source">The model's attributes.</param>
    /// <param name="featureCount">The number of columns.</param>
    /// <exception cref="InvalidDataException">They are not sound.</exception>
    public static HistCategories Read(SklearnObject source, int featureCount)
    {
        var known = new uint[]?[featureCount];
        if (source.Has("_bin_mapper")
            && source.Object("_bin_mapper") is var binning
            && binning.ValueOrNull("is_categorical_") is NumpyArray { IsNumeric: true } flags)
        {
            var thresholds = binning.List("bin_thresholds_");
            var isCategorical = flags.ToIntegers();
            if (isCategorical.Length != featureCount || thresholds.Count != featureCount)
            {
                throw binning.Invalid($"the bins of {featureCount} features were expected");
            }

            for (var i = 0; i < known.Length; i++)
            {
                known[i] = isCategorical[i] != 0 ? ToBits(binning, thresholds[i]) : null;
            }
        }

        return new HistCategories(known);
    }

    /// <summary>Gets the known categories of a column; <see langword="null"/> when it holds numbers.</summary>
    public uint[]? GetKnown(int column) => _known[column];

    private static uint[] ToBits(SklearnObject binning, object? categories)
    {
        if (categories is not NumpyArray { IsNumeric: true, Shape.Length: 1 } array)
        {
            throw binning.Unexpected("bin_thresholds_", "arrays of numbers");
        }

        var bits = new uint[WordCount];
        foreach (var category in array.ToDoubles())
        {
            if (!(category is >= 0 and < WordCount * 32))
            {
                throw binning.Invalid($"the category {category} is not between 0 and 255");
            }

            bits[(int)category / 32] |= 1u << ((int)category % 32);
        }

        return bits;
    }
}
