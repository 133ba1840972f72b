using System.Globalization;
using System.Numerics.Tensors;

namespace KServe.Explainers;

/// <summary>Describes the values that one feature takes in the background data.</summary>
internal sealed class Feature
{
    private readonly double[] _cumulative = [];

    private Feature(string name, double[] values, bool isCategory, IReadOnlyList<string>? labels)
    {
        Name = name;
        Labels = labels;
        IsCategory = isCategory;
        Sorted = [.. values.Where(double.IsFinite).Order()];
        IsWhole = Sorted.Length > 0 && Array.TrueForAll(Sorted, static value => value == Math.Truncate(value));
        if (isCategory)
        {
            (Categories, _cumulative) = CountCategories(Sorted);
        }

        if (Sorted.Length > 0)
        {
            Mean = TensorPrimitives.Average<double>(Sorted);
            Deviation = isCategory ? 0 : TensorPrimitives.StdDev<double>(Sorted);
        }
    }

    private Feature(Feature other, string name, bool isWhole, IReadOnlyList<string>? labels)
    {
        (Name, IsWhole, Labels) = (name, isWhole, labels);
        (IsCategory, Sorted, Categories, _cumulative) =
            (other.IsCategory, other.Sorted, other.Categories, other._cumulative);
        (Mean, Deviation) = (other.Mean, other.Deviation);
    }

    public string Name { get; }

    /// <summary>Gets whether values are names of things rather than amounts.</summary>
    public bool IsCategory { get; }

    /// <summary>Gets whether all values are whole numbers.</summary>
    public bool IsWhole { get; }

    /// <summary>Gets the finite values in ascending order.</summary>
    public double[] Sorted { get; }

    /// <summary>Gets the different values of a category in ascending order; empty for amounts.</summary>
    public double[] Categories { get; } = [];

    /// <summary>Gets the texts of the categories; <see langword="null"/> when they are numbers.</summary>
    public IReadOnlyList<string>? Labels { get; }

    public double Mean { get; }

    /// <summary>Gets the standard deviation of amounts; 0 when they never vary, and for categories.</summary>
    public double Deviation { get; }

    public double Minimum => Sorted.Length == 0 ? double.NaN : Sorted[0];

    public double Maximum => Sorted.Length == 0 ? double.NaN : Sorted[^1];

    public static Feature Create(string name, double[] values, bool isCategory, IReadOnlyList<string>? labels) =>
        new(name, values, isCategory || labels is not null, labels);

    /// <summary>Describes the same values in a request, where types may be narrower and labels more.</summary>
    public Feature For(string name, bool isWhole, IReadOnlyList<string>? labels) =>
        new(this, name, isWhole || IsWhole, labels ?? Labels);

    /// <summary>Draws a category as often as it is in the background.</summary>
    public double DrawCategory(Random random) => Categories[DrawIndex(random)];

    /// <summary>Draws a value of the background from a range of <see cref="Sorted"/>.</summary>
    public double Draw(Random random, int start, int end) => Sorted[random.Next(start, end)];

    /// <summary>Rounds a value to what the feature can be.</summary>
    public double Round(double value) => IsWhole ? Math.Round(value) : value;

    /// <summary>Gets values that split the background in parts of the same size, without repetition.</summary>
    public double[] GetQuantiles(int parts)
    {
        if (Sorted.Length == 0)
        {
            return [];
        }

        var quantiles = new SortedSet<double>();
        for (var i = 1; i < parts; i++)
        {
            var position = (double)i * (Sorted.Length - 1) / parts;
            var low = (int)position;
            var high = Math.Min(low + 1, Sorted.Length - 1);
            quantiles.Add(Sorted[low] + (position - low) * (Sorted[high] - Sorted[low]));
        }

        return [.. quantiles];
    }

    /// <summary>Counts the values of the background that are at most so high.</summary>
    public int CountAtMost(double value)
    {
        var (low, high) = (0, Sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Sorted[middle] <= value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Writes a value as people know it.</summary>
    public string Describe(double value) => Labels is not null && value >= 0 && value < Labels.Count
        ? Labels[(int)value]
        : value.ToString("G6", CultureInfo.InvariantCulture);

    private static (double[] Categories, double[] Cumulative) CountCategories(double[] sorted)
    {
        double[] categories = [.. sorted.Distinct()];
        var cumulative = new double[categories.Length];
        var index = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            index += sorted[i] == categories[index] ? 0 : 1;
            cumulative[index] = i + 1;
        }

        return (categories, cumulative);
    }

    private int DrawIndex(Random random)
    {
        var at = Array.BinarySearch(_cumulative, random.NextDouble() * _cumulative[^1]);
        return Math.Min(at < 0 ? ~at : at + 1, _cumulative.Length - 1);
    }
}
