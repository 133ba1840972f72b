namespace KServe.Detectors;

/// <summary>The maximum mean discrepancy of all features together.</summary>
internal sealed class MeanDiscrepancyDrift(DriftDetectorOptions options, double[] reference, int columns) : IDriftTest
{
    private readonly Random _random = new(options.Seed);

    public IReadOnlyList<string> Features { get; } = [""];

    public double Threshold => options.PValue;

    public bool HasPValues => true;

    public void Test(double[] rows, Span<TestResult> results) => results[0] = MeanDiscrepancy.Test(
        reference, rows, columns, options.Bandwidth, options.Permutations, _random);
}
