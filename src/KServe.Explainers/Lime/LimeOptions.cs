namespace KServe.Explainers;

/// <summary>Configures LIME.</summary>
public sealed class LimeOptions : ExplainerOptions
{
    /// <summary>Gets or sets how many rows are drawn around each explained row.</summary>
    /// <value>From 10 to <see cref="MaxSampleCount"/>. Default: 5000. Clients override it by <c>nsamples</c>.</value>
    public int SampleCount { get; set; } = 5000;

    /// <summary>Gets or sets the most rows that a client may ask for.</summary>
    /// <value>From 10 to 1,048,576. Default: 50,000.</value>
    public int MaxSampleCount { get; set; } = 50_000;

    /// <summary>Gets or sets how far from the explained row drawn rows count.</summary>
    /// <value>
    /// In standard deviations, above 0; by default 0.75 times the square root of the number of features. At this
    /// distance a row counts 0.61.
    /// </value>
    public double? KernelWidth { get; set; }

    /// <summary>Gets or sets the ridge that keeps weights small.</summary>
    /// <value>0 or more. Default: 1.</value>
    public double Ridge { get; set; } = 1;

    /// <summary>Gets or sets whether amounts are split into four parts of the background, like categories.</summary>
    /// <value>Default: <see langword="false"/>: weights are per standard deviation of the background.</value>
    public bool Discretize { get; set; }

    /// <summary>Gets or sets how many features get a weight: those that matter most.</summary>
    /// <value>From 1; by default all. Clients override it by the parameter <c>num_features</c>.</value>
    public int? FeatureCount { get; set; }

    private protected override void Validate(OptionsCheck check)
    {
        check.Range(MaxSampleCount, 10, 1 << 20, nameof(MaxSampleCount));
        check.Range(SampleCount, 10, Math.Max(10, MaxSampleCount), nameof(SampleCount));
        check.Require(KernelWidth is null or > 0, nameof(KernelWidth), "a number above 0 was expected");
        check.Require(Ridge >= 0, nameof(Ridge), "0 or more was expected");
        check.Require(FeatureCount is null or >= 1, nameof(FeatureCount), "1 or more was expected");
    }
}
