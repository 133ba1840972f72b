namespace KServe.Detectors;

/// <summary>Configures a detector of outliers among the rows that clients send.</summary>
public sealed class OutlierDetectorOptions : DetectorOptions
{
    /// <summary>Gets or sets how rows are scored.</summary>
    /// <value>Default: <see cref="OutlierMethod.IsolationForest"/>.</value>
    public OutlierMethod Method { get; set; }

    /// <summary>Gets or sets the score above which a row is an outlier.</summary>
    /// <value>Default: the score that <see cref="Contamination"/> of the reference rows exceed.</value>
    public double? Threshold { get; set; }

    /// <summary>Gets or sets the share of reference rows that count as outliers.</summary>
    /// <value>From 0 to 0.5. Default: 0.01. Ignored when <see cref="Threshold"/> is set.</value>
    public double Contamination { get; set; } = 0.01;

    /// <summary>Gets or sets whether rows that are no outliers add to what is normal.</summary>
    /// <value>Default: <see langword="false"/>. For Mahalanobis and z-scores; the threshold stays.</value>
    public bool Learns { get; set; }

    /// <summary>Gets or sets the number of trees of a forest.</summary>
    /// <value>From 1 to 10000. Default: 100.</value>
    public int Trees { get; set; } = 100;

    /// <summary>Gets or sets how many reference rows each tree is made of.</summary>
    /// <value>From 2 to 1000000. Default: 256.</value>
    public int MaxSamples { get; set; } = 256;

    internal override string Kind => "outlier";

    internal override void Check(OptionsCheck check)
    {
        base.Check(check);
        check.Require(Enum.IsDefined(Method), nameof(Method), "IsolationForest, Mahalanobis or ZScore was expected");
        check.Require(Threshold is null or > double.NegativeInfinity, nameof(Threshold), "a number was expected");
        check.Range(Contamination, 0, 0.5, nameof(Contamination));
        check.Range(Trees, 1, 10_000, nameof(Trees));
        check.Range(MaxSamples, 2, 1_000_000, nameof(MaxSamples));
    }
}
