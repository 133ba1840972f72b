namespace KServe.Generative;

/// <summary>What the rounds gave for one thing.</summary>
internal sealed class Series
{
    private readonly List<double> _values = [];

    /// <summary>Gets the rounds, in their order.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>Gets the median of the rounds; NaN without any.</summary>
    public double Median => MedianOf(_values);

    public void Add(double value) => _values.Add(value);

    /// <summary>Gets the median of what both series had in the same round, the one divided by the other.</summary>
    public double RatioTo(Series other) => MedianOf(_values.Zip(other._values, static (own, its) => own / its));

    /// <summary>Gets the same values in another unit.</summary>
    public Series Scaled(double factor)
    {
        var scaled = new Series();
        scaled._values.AddRange(_values.Select(value => value * factor));
        return scaled;
    }

    private static double MedianOf(IEnumerable<double> values)
    {
        var ordered = values.Order().ToArray();
        return ordered.Length == 0 ? double.NaN : ordered[ordered.Length / 2];
    }
}
