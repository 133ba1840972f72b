namespace KServe.Detectors;

/// <summary>Configures a detector of drift: rows that are no longer distributed as the reference.</summary>
public sealed class DriftDetectorOptions : DetectorOptions
{
    /// <summary>Gets or sets the test.</summary>
    /// <value>Default: <see cref="DriftMethod.KolmogorovSmirnov"/>.</value>
    public DriftMethod Method { get; set; }

    /// <summary>Gets or sets what is compared.</summary>
    /// <value>Default: <see cref="DriftTarget.Inputs"/>.</value>
    public DriftTarget Target { get; set; }

    /// <summary>Gets or sets how many of the latest rows are compared with the reference.</summary>
    /// <value>From 2 to 10000. Default: 500. For the mean discrepancy at most 2000.</value>
    public int WindowSize { get; set; } = 500;

    /// <summary>Gets or sets after how many new rows a full window is tested again.</summary>
    /// <value>From 1 to 1000000. Default: 100.</value>
    public int Stride { get; set; } = 100;

    /// <summary>Gets or sets the p-value below which there is drift.</summary>
    /// <value>
    /// From 0 to 1. Default: 0.01. Divided by the number of features where each has a test of its own (Bonferroni).
    /// </value>
    public double PValue { get; set; } = 0.01;

    /// <summary>Gets or sets the stability index above which there is drift.</summary>
    /// <value>From 0 to 100. Default: 0.2. For the population stability alone.</value>
    public double StabilityThreshold { get; set; } = 0.2;

    /// <summary>Gets or sets the number of bins of the stability index.</summary>
    /// <value>From 2 to 1000. Default: 10, each with as many reference rows.</value>
    public int Bins { get; set; } = 10;

    /// <summary>Gets or sets how many permutations the p-value of the mean discrepancy is of.</summary>
    /// <value>From 1 to 100000, and enough for a p-value below <see cref="PValue"/>. Default: 200.</value>
    public int Permutations { get; set; } = 200;

    /// <summary>Gets or sets σ of the kernel of the mean discrepancy.</summary>
    /// <value>From 0 to 1e12. Default: 0, for the median distance.</value>
    public double Bandwidth { get; set; }

    /// <summary>Gets or sets how many reference rows are kept, evenly taken.</summary>
    /// <value>From 2 to 10000. Default: 2000. For the mean discrepancy at most 2000.</value>
    public int MaxReferenceRows { get; set; } = 2000;

    internal override string Kind => "drift";

    internal override void Check(OptionsCheck check)
    {
        base.Check(check);
        var most = Method == DriftMethod.MeanDiscrepancy ? 2000 : 10_000;
        check.Require(Enum.IsDefined(Method), nameof(Method), "the name of a test was expected");
        check.Require(Enum.IsDefined(Target), nameof(Target), "Inputs or Outputs was expected");
        check.Range(WindowSize, 2, most, nameof(WindowSize));
        check.Range(MaxReferenceRows, 2, most, nameof(MaxReferenceRows));
        check.Range(Stride, 1, 1_000_000, nameof(Stride));
        check.Range(PValue, 0, 1, nameof(PValue));
        check.Range(StabilityThreshold, 0, 100, nameof(StabilityThreshold));
        check.Range(Bins, 2, 1000, nameof(Bins));
        check.Range(Permutations, 1, 100_000, nameof(Permutations));
        check.Require(
            Method != DriftMethod.MeanDiscrepancy || (Permutations + 1) * PValue > 1,
            nameof(Permutations),
            $"more than 1 / {nameof(PValue)} were expected, because the smallest p-value is 1 / ({Permutations} + 1)");
        check.Range(Bandwidth, 0, 1e12, nameof(Bandwidth));
    }
}
