namespace KServe.Explainers;

/// <summary>Configures the search for counterfactuals.</summary>
public sealed class CounterfactualOptions : ExplainerOptions
{
    /// <summary>Gets or sets the class to reach.</summary>
    /// <value>By default any other than that of the row. Clients override it by <c>target_class</c>.</value>
    public long? TargetClass { get; set; }

    /// <summary>Gets or sets the features that never change.</summary>
    /// <value>Names, or positions from 0 as text. Default: none.</value>
    public IReadOnlyList<string> ImmutableFeatures { get; set; } = [];

    /// <summary>Gets the values that features may take, by name or by position from 0 as text.</summary>
    /// <value>Features without an entry stay between the lowest and the highest value of the background.</value>
    public IDictionary<string, FeatureRange> Ranges { get; } =
        new Dictionary<string, FeatureRange>(StringComparer.Ordinal);

    /// <summary>Gets or sets how many rows are drawn at each distance.</summary>
    /// <value>From 10 to <see cref="MaxSampleCount"/>. Default: 1000. Clients override it by <c>nsamples</c>.</value>
    public int SampleCount { get; set; } = 1000;

    /// <summary>Gets or sets the most rows that a client may ask for at each distance.</summary>
    /// <value>From 10 to 1,048,576. Default: 20,000.</value>
    public int MaxSampleCount { get; set; } = 20_000;

    /// <summary>Gets or sets above which single score a row has class 1, else 0.</summary>
    /// <value>Default: 0.5. Of several scores, the highest is the class; labels are classes themselves.</value>
    public double ClassThreshold { get; set; } = 0.5;

    private protected override void Validate(OptionsCheck check)
    {
        check.Range(MaxSampleCount, 10, 1 << 20, nameof(MaxSampleCount));
        check.Range(SampleCount, 10, Math.Max(10, MaxSampleCount), nameof(SampleCount));
        check.Require(ImmutableFeatures is not null, nameof(ImmutableFeatures), "a list was expected");
        check.Require(!double.IsNaN(ClassThreshold), nameof(ClassThreshold), "a number was expected");
        foreach (var (feature, range) in Ranges)
        {
            check.Require(
                range is not null && double.IsFinite(range.Maximum - range.Minimum) && range.Minimum <= range.Maximum,
                $"{nameof(Ranges)}[{feature}]",
                "a minimum that is at most the maximum was expected, both finite");
        }
    }
}
