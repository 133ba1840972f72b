namespace KServe.Detectors;

/// <summary>A test of Kolmogorov and Smirnov for each feature, with Bonferroni's correction.</summary>
internal sealed class KolmogorovSmirnovDrift(
    DriftDetectorOptions options,
    double[] reference,
    IReadOnlyList<string> features) : IDriftTest
{
    private readonly double[][] _reference = SortedColumns.Create(reference, features.Count);
    private readonly double[] _window = new double[options.WindowSize];

    public IReadOnlyList<string> Features => features;

    public double Threshold { get; } = options.PValue / features.Count;

    public bool HasPValues => true;

    public void Test(double[] rows, Span<TestResult> results)
    {
        for (var column = 0; column < features.Count; column++)
        {
            SortedColumns.Copy(rows, features.Count, column, _window);
            results[column] = KolmogorovSmirnov.Test(_reference[column], _window);
        }
    }
}
