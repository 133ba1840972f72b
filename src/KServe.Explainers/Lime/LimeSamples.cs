namespace KServe.Explainers;

/// <summary>Draws rows around one row, and keeps their distances and scores.</summary>
internal sealed class LimeSamples : IRowSource
{
    private readonly FeatureSpace _space;
    private readonly ReadOnlyMemory<double> _center;
    private readonly Condition?[] _conditions;
    private readonly Random _random;
    private readonly double _squaredWidth;
    private double[] _scores = [];

    public LimeSamples(FeatureSpace space, ReadOnlyMemory<double> center, LimeSettings settings)
    {
        _space = space;
        _center = center;
        _random = new Random(settings.Seed);
        var width = settings.KernelWidth ?? 0.75 * Math.Sqrt(space.Count);
        _squaredWidth = width * width;
        _conditions = new Condition?[space.Count];
        for (var f = 0; f < _conditions.Length; f++)
        {
            _conditions[f] = FindCondition(space.Features[f], f, center.Span[f], settings.Discretize);
        }

        RowCount = settings.SampleCount;
        Design = new double[checked(settings.SampleCount * space.Count)];
        Weights = new double[settings.SampleCount];
    }

    public long RowCount { get; }

    /// <summary>Gets the rows as the linear model sees them: samples by features.</summary>
    public double[] Design { get; }

    /// <summary>Gets how much each sample counts.</summary>
    public double[] Weights { get; }

    /// <summary>Gets the scores: samples by outputs.</summary>
    public double[] Scores => _scores;

    public void Fill(long index, Span<double> row)
    {
        var center = _center.Span;
        var design = Design.AsSpan((int)index * row.Length, row.Length);
        var squared = 0.0;
        for (var f = 0; f < row.Length; f++)
        {
            // The first sample is the row itself.
            row[f] = index == 0 ? center[f] : Draw(_space.Features[f], center[f], _conditions[f] is not null);
            if (_conditions[f] is { } condition)
            {
                design[f] = index == 0 || condition.Holds(row[f]) ? 1 : 0;
                squared += 1 - design[f];
            }
            else if (_space.Features[f].Deviation > 0 && double.IsFinite(center[f]))
            {
                design[f] = (row[f] - center[f]) / _space.Features[f].Deviation;
                squared += design[f] * design[f];
            }
        }

        Weights[index] = Math.Sqrt(Math.Exp(-squared / _squaredWidth));
    }

    public void Accept(long index, ReadOnlySpan<double> scores)
    {
        if (_scores.Length == 0)
        {
            _scores = new double[checked((int)RowCount * scores.Length)];
        }

        scores.CopyTo(_scores.AsSpan((int)index * scores.Length));
    }

    /// <summary>Says what the weight of each feature is about.</summary>
    public string[] DescribeConditions()
    {
        var texts = new string[_conditions.Length];
        for (var f = 0; f < texts.Length; f++)
        {
            var feature = _space.Features[f];
            texts[f] = _conditions[f]?.Describe(feature) ?? feature.Name;
        }

        return texts;
    }

    private static Condition? FindCondition(Feature feature, int index, double value, bool discretize) =>
        double.IsNaN(value) ? null
        : feature.IsCategory ? Condition.Is(index, value)
        : discretize ? Condition.Around(index, feature.GetQuantiles(4), value)
        : null;

    /// <summary>Draws a value of the background where there is a condition, else one near the centre.</summary>
    private double Draw(Feature feature, double center, bool hasCondition)
    {
        if (double.IsNaN(center) || feature.Sorted.Length == 0)
        {
            return center;
        }

        if (feature.IsCategory)
        {
            return feature.DrawCategory(_random);
        }

        return hasCondition
            ? feature.Draw(_random, 0, feature.Sorted.Length)
            : feature.Round(center + feature.Deviation * DrawNormal());
    }

    private double DrawNormal() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
