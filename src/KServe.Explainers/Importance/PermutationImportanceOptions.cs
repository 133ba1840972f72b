namespace KServe.Explainers;

/// <summary>Configures permutation importance.</summary>
/// <remarks>
/// On a server the rows of the request are measured by the change of predictions. A request without rows asks for the
/// background, with its labels when <see cref="LabelColumn"/> names them.
/// </remarks>
public sealed class PermutationImportanceOptions : ExplainerOptions
{
    /// <summary>Creates options with the defaults of permutation importance.</summary>
    public PermutationImportanceOptions() => MaxRows = 10_000;

    /// <summary>Gets or sets what gets worse when a feature is shuffled.</summary>
    /// <value>Default: <see cref="ImportanceMetric.Automatic"/>.</value>
    public ImportanceMetric Metric { get; set; }

    /// <summary>Gets or sets how often each feature is shuffled.</summary>
    /// <value>From 1 to 1000. Default: 5. Clients override it by the parameter <c>repeats</c>.</value>
    public int Repeats { get; set; } = 5;

    /// <summary>Gets or sets the column of the background that holds the labels.</summary>
    /// <value>A name; by default there are no labels. The column is no feature then.</value>
    public string? LabelColumn { get; set; }

    /// <summary>Gets or sets above which single score a row has class 1, else 0.</summary>
    /// <value>Default: 0.5. Of several scores, the highest is the class.</value>
    public double ClassThreshold { get; set; } = 0.5;

    private protected override void Validate(OptionsCheck check)
    {
        check.Require(Enum.IsDefined(Metric), nameof(Metric), "a known metric was expected");
        check.Range(Repeats, 1, 1000, nameof(Repeats));
        check.Require(!double.IsNaN(ClassThreshold), nameof(ClassThreshold), "a number was expected");
    }
}
