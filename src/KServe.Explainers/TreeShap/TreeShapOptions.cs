namespace KServe.Explainers;

/// <summary>Configures TreeSHAP, which is exact and fast for models of trees.</summary>
/// <remarks>It explains what the trees sum up, the margin; <see cref="ExplainerOptions.Output"/> is not used.</remarks>
public sealed class TreeShapOptions : ExplainerOptions
{
    /// <summary>Creates options with the defaults of TreeSHAP.</summary>
    public TreeShapOptions() => MaxRows = 10_000;

    /// <summary>Gets or sets what a feature that is left out is replaced by.</summary>
    /// <value>Default: <see cref="TreeShapMode.PathDependent"/>. The other needs a background.</value>
    public TreeShapMode Mode { get; set; }

    /// <summary>Gets or sets whether the values of pairs of features are computed too.</summary>
    /// <value>
    /// Default: <see langword="false"/>. Path-dependent only. Clients override it by the parameter <c>interactions</c>.
    /// </value>
    public bool Interactions { get; set; }

    /// <summary>Gets or sets how many rows of the background are used.</summary>
    /// <value>From 1 to 100,000. Default: 100. A larger background is sampled; the cost grows with it.</value>
    public int MaxBackgroundRows { get; set; } = 100;

    /// <summary>Gets or sets how many values one response may have.</summary>
    /// <value>
    /// From 1 to 67,108,864 (512 MiB). Default: 8,388,608 (64 MiB). Rows times outputs times features, squared with
    /// interactions.
    /// </value>
    public int MaxValues { get; set; } = 8 << 20;

    private protected override void Validate(OptionsCheck check)
    {
        check.Require(
            Mode is TreeShapMode.PathDependent or TreeShapMode.Interventional,
            nameof(Mode),
            "a known mode was expected");
        check.Range(MaxBackgroundRows, 1, 100_000, nameof(MaxBackgroundRows));
        check.Range(MaxValues, 1, 64 << 20, nameof(MaxValues));
        check.Require(
            !Interactions || Mode == TreeShapMode.PathDependent,
            nameof(Interactions),
            $"the mode {nameof(TreeShapMode.PathDependent)} was expected with it");
    }
}
