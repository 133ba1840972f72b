namespace KServe.Detectors;

/// <summary>Configures a monitor that compares what groups of people get from a model.</summary>
public sealed class FairnessOptions : DetectorOptions
{
    /// <summary>Gets or sets the input that says which group a row belongs to.</summary>
    /// <value>Needed. A tensor of texts or of numbers.</value>
    public string GroupInput { get; set; } = "";

    /// <summary>Gets or sets the column of <see cref="GroupInput"/>.</summary>
    /// <value>From 0 to 4095. Default: 0. For tensors of numbers.</value>
    public int GroupColumn { get; set; }

    /// <summary>Gets or sets the output with one prediction for each row.</summary>
    /// <value>Default: the first output.</value>
    public string? PredictionOutput { get; set; }

    /// <summary>Gets or sets from which value on a prediction, or a label, is favorable.</summary>
    /// <value>Default: 0.5.</value>
    public double FavorableFrom { get; set; } = 0.5;

    /// <summary>Gets or sets how many of the latest rows count.</summary>
    /// <value>From 10 to 1000000. Default: 10000.</value>
    public int WindowSize { get; set; } = 10_000;

    /// <summary>Gets or sets after how many new rows the groups are compared again.</summary>
    /// <value>From 1 to 1000000. Default: 100.</value>
    public int Stride { get; set; } = 100;

    /// <summary>Gets or sets how many rows a group must have to be compared.</summary>
    /// <value>From 1 to 1000000. Default: 30.</value>
    public int MinGroupSize { get; set; } = 30;

    /// <summary>Gets or sets the disparate impact below which the model is reported.</summary>
    /// <value>From 0 to 1. Default: 0.8, the rule of four fifths.</value>
    public double MinDisparateImpact { get; set; } = 0.8;

    /// <summary>Gets or sets the difference in demographic parity above which the model is reported.</summary>
    /// <value>From 0 to 1. Default: 0.2.</value>
    public double MaxParityDifference { get; set; } = 0.2;

    /// <summary>Gets or sets the difference in equal opportunity above which the model is reported.</summary>
    /// <value>From 0 to 1. Default: 0.2. Needs feedback; see <see cref="FairnessFeedback"/>.</value>
    public double MaxOpportunityDifference { get; set; } = 0.2;

    internal override string Kind => "fairness";

    internal override void Check(OptionsCheck check)
    {
        CheckQueue(check);
        check.Require(GroupInput.Length > 0, nameof(GroupInput), "the name of an input was expected");
        check.Range(GroupColumn, 0, 4095, nameof(GroupColumn));
        check.Range(WindowSize, 10, 1_000_000, nameof(WindowSize));
        check.Range(Stride, 1, 1_000_000, nameof(Stride));
        check.Range(MinGroupSize, 1, 1_000_000, nameof(MinGroupSize));
        check.Range(MinDisparateImpact, 0, 1, nameof(MinDisparateImpact));
        check.Range(MaxParityDifference, 0, 1, nameof(MaxParityDifference));
        check.Range(MaxOpportunityDifference, 0, 1, nameof(MaxOpportunityDifference));
    }
}
