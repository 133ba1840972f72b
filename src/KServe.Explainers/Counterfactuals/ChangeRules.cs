namespace KServe.Explainers;

/// <summary>What may change around a row, and what a change costs.</summary>
internal sealed class ChangeRules
{
    private readonly FeatureSpace _space;
    private readonly FeatureRange?[] _ranges;
    private readonly double[] _scales;

    private ChangeRules(FeatureSpace space, int[] mutable, FeatureRange?[] ranges)
    {
        _space = space;
        _ranges = ranges;
        Mutable = mutable;
        _scales = new double[space.Count];
        for (var f = 0; f < _scales.Length; f++)
        {
            // An amount that never varies in the background is measured by its range, else by itself.
            var span = GetMaximum(f) - GetMinimum(f);
            _scales[f] = space.Features[f].Deviation > 0 ? space.Features[f].Deviation : span > 0 ? span : 1;
        }
    }

    /// <summary>Gets the features that may change.</summary>
    public int[] Mutable { get; }

    /// <summary>Finds the features that options name.</summary>
    /// <exception cref="InvalidDataException">There is no such feature.</exception>
    public static ChangeRules Create(FeatureSpace space, CounterfactualOptions options)
    {
        string[] names = [.. space.Features.Select(static feature => feature.Name)];
        var isMutable = Array.ConvertAll(names, static _ => true);
        foreach (var feature in options.ImmutableFeatures)
        {
            isMutable[FeatureNaming.Find(names, names.Length, feature)] = false;
        }

        var ranges = new FeatureRange?[names.Length];
        foreach (var (feature, range) in options.Ranges)
        {
            ranges[FeatureNaming.Find(names, names.Length, feature)] = range;
        }

        return new ChangeRules(space, [.. Enumerable.Range(0, names.Length).Where(f => isMutable[f])], ranges);
    }

    public bool IsCategory(int feature) => _space.Features[feature].IsCategory;

    /// <summary>Gets the length, in the units of distances, of one standard deviation of a feature.</summary>
    public double GetScale(int feature) => _scales[feature];

    /// <summary>Rounds an amount to what the feature can be and keeps it within its range.</summary>
    public double Fit(int feature, double value)
    {
        var (minimum, maximum) = (GetMinimum(feature), GetMaximum(feature));
        if (_space.Features[feature].IsWhole)
        {
            (minimum, maximum) = (Math.Ceiling(minimum), Math.Floor(maximum));
        }

        return minimum <= maximum
            ? Math.Clamp(_space.Features[feature].Round(value), minimum, maximum)
            : _space.Features[feature].Round(value);
    }

    /// <summary>Draws a category within the range of the feature.</summary>
    public double DrawCategory(int feature, double otherwise, Random random)
    {
        var categories = _space.Features[feature].Categories;
        var category = categories.Length == 0 ? otherwise : categories[random.Next(categories.Length)];
        return _ranges[feature] is { } range && (category < range.Minimum || category > range.Maximum)
            ? otherwise
            : category;
    }

    /// <summary>Gets how far a row is from another.</summary>
    public double GetDistance(ReadOnlySpan<double> from, ReadOnlySpan<double> to)
    {
        var squared = 0.0;
        for (var f = 0; f < from.Length; f++)
        {
            var step = from[f].Equals(to[f]) ? 0 : IsCategory(f) ? 1 : (to[f] - from[f]) / _scales[f];
            squared += step * step;
        }

        return Math.Sqrt(squared);
    }

    /// <summary>Gets the distance that no allowed row exceeds.</summary>
    public double GetFarthest(ReadOnlySpan<double> row)
    {
        var squared = 0.0;
        foreach (var f in Mutable)
        {
            var step = IsCategory(f)
                ? 1
                : Math.Max(GetMaximum(f) - row[f], row[f] - GetMinimum(f)) / _scales[f];
            squared += double.IsFinite(step) ? step * step : 0;
        }

        return Math.Sqrt(squared);
    }

    private double GetMinimum(int feature) => _ranges[feature]?.Minimum ?? _space.Features[feature].Minimum;

    private double GetMaximum(int feature) => _ranges[feature]?.Maximum ?? _space.Features[feature].Maximum;
}
