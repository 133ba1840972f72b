namespace KServe.Detectors;

/// <summary>The population stability index of each feature over bins of equal counts of the reference.</summary>
internal sealed class PopulationStabilityDrift : IDriftTest
{
    private readonly double[][] _edges;
    private readonly double[][] _expected;

    public PopulationStabilityDrift(DriftDetectorOptions options, double[] reference, IReadOnlyList<string> features)
    {
        Features = features;
        Threshold = options.StabilityThreshold;
        _edges = [.. SortedColumns.Create(reference, features.Count).Select(column => GetEdges(column, options.Bins))];
        _expected = [.. _edges.Select((edges, column) => Count(reference, column, edges))];
    }

    public IReadOnlyList<string> Features { get; }

    public double Threshold { get; }

    public bool HasPValues => false;

    public void Test(double[] rows, Span<TestResult> results)
    {
        for (var column = 0; column < Features.Count; column++)
        {
            var actual = Count(rows, column, _edges[column]);
            results[column] = new(PopulationStability.Compute(_expected[column], actual), double.NaN);
        }
    }

    // Edges that fall together, as of few values, become one.
    private static double[] GetEdges(double[] ascending, int bins) =>
        [.. Enumerable.Range(1, bins - 1).Select(bin => Quantile.Of(ascending, (double)bin / bins)).Distinct()];

    private double[] Count(double[] rows, int column, double[] edges)
    {
        var counts = new double[edges.Length + 1];
        for (var i = column; i < rows.Length; i += Features.Count)
        {
            var index = Array.BinarySearch(edges, rows[i]);
            counts[index < 0 ? ~index : index]++;
        }

        return counts;
    }
}
