namespace KServe.Explainers;

/// <summary>Configures KernelSHAP.</summary>
public sealed class KernelShapOptions : ExplainerOptions
{
    /// <summary>Gets or sets how many coalitions of features are looked at for each row.</summary>
    /// <value>
    /// From 4 to <see cref="MaxSampleCount"/>; by default 2048 and two more for each feature. Values are exact when
    /// this is at least the number of all coalitions, two to the power of the features. Clients override it by the
    /// parameter <c>nsamples</c>.
    /// </value>
    public int? SampleCount { get; set; }

    /// <summary>Gets or sets the most coalitions that a client may ask for.</summary>
    /// <value>From 4 to 1,048,576. Default: 16,384.</value>
    public int MaxSampleCount { get; set; } = 16_384;

    /// <summary>Gets or sets how many rows of the background are used.</summary>
    /// <value>From 1 to 100,000. Default: 100. A larger background is sampled; the cost grows with it.</value>
    public int MaxBackgroundRows { get; set; } = 100;

    /// <summary>Gets or sets the scale on which the values add up.</summary>
    /// <value>Default: <see cref="ShapLink.Identity"/>.</value>
    public ShapLink Link { get; set; }

    private protected override void Validate(OptionsCheck check)
    {
        check.Range(MaxSampleCount, 4, 1 << 20, nameof(MaxSampleCount));
        check.Range(SampleCount ?? 4, 4, Math.Max(4, MaxSampleCount), nameof(SampleCount));
        check.Range(MaxBackgroundRows, 1, 100_000, nameof(MaxBackgroundRows));
        check.Require(Link is ShapLink.Identity or ShapLink.Logit, nameof(Link), "a known link was expected");
    }
}
