namespace KServe.Explainers;

/// <summary>Configures anchors.</summary>
public sealed class AnchorOptions : ExplainerOptions
{
    /// <summary>Gets or sets how often rows under an anchor must have the class of the explained row.</summary>
    /// <value>Above 0 to 1. Default: 0.95. Clients override it by the parameter <c>precision</c>.</value>
    public double Precision { get; set; } = 0.95;

    /// <summary>Gets or sets how sure the search is of what it says.</summary>
    /// <value>Above 0, below 1. Default: 0.95.</value>
    public double Confidence { get; set; } = 0.95;

    /// <summary>Gets or sets how far an anchor that is chosen may be worse than the best one.</summary>
    /// <value>Above 0, below 1. Default: 0.15. Smaller values cost more evaluations.</value>
    public double Tolerance { get; set; } = 0.15;

    /// <summary>Gets or sets how many anchors of each length are followed.</summary>
    /// <value>From 1 to 100. Default: 4.</value>
    public int BeamSize { get; set; } = 4;

    /// <summary>Gets or sets how many rows are drawn for an anchor at once.</summary>
    /// <value>From 1 to 10,000. Default: 100.</value>
    public int SampleCount { get; set; } = 100;

    /// <summary>Gets or sets the most conditions of an anchor.</summary>
    /// <value>From 1 to 64. Default: 8.</value>
    public int MaxConditions { get; set; } = 8;

    /// <summary>Gets or sets into how many parts amounts are split.</summary>
    /// <value>From 2 to 64. Default: 4, quartiles of the background.</value>
    public int Parts { get; set; } = 4;

    /// <summary>Gets or sets above which single score a row has class 1, else 0.</summary>
    /// <value>Default: 0.5. Of several scores, the highest is the class; labels are classes themselves.</value>
    public double ClassThreshold { get; set; } = 0.5;

    private protected override void Validate(OptionsCheck check)
    {
        check.Require(Precision is > 0 and <= 1, nameof(Precision), "a number above 0 to 1 was expected");
        check.Require(Confidence is > 0 and < 1, nameof(Confidence), "a number above 0 and below 1 was expected");
        check.Require(Tolerance is > 0 and < 1, nameof(Tolerance), "a number above 0 and below 1 was expected");
        check.Range(BeamSize, 1, 100, nameof(BeamSize));
        check.Range(SampleCount, 1, 10_000, nameof(SampleCount));
        check.Range(MaxConditions, 1, 64, nameof(MaxConditions));
        check.Range(Parts, 2, 64, nameof(Parts));
        check.Require(!double.IsNaN(ClassThreshold), nameof(ClassThreshold), "a number was expected");
    }
}
