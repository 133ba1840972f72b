namespace KServe.Detectors;

/// <summary>Pearson's test for each feature over its categories, with Bonferroni's correction.</summary>
internal sealed class ChiSquaredDrift(DriftDetectorOptions options, double[] reference, IReadOnlyList<string> features)
    : IDriftTest
{
    private readonly Dictionary<double, int>[] _categories =
        [.. Enumerable.Range(0, features.Count).Select(column => Index(reference, features.Count, column))];

    private readonly double[][] _expected = CountAll(reference, features.Count);

    public IReadOnlyList<string> Features => features;

    public double Threshold { get; } = options.PValue / features.Count;

    public bool HasPValues => true;

    public void Test(double[] rows, Span<TestResult> results)
    {
        for (var column = 0; column < features.Count; column++)
        {
            var actual = Count(rows, features.Count, column, _categories[column]);
            results[column] = ChiSquared.Test(_expected[column], actual);
        }
    }

    private static double[][] CountAll(double[] rows, int columns) =>
    [
        .. Enumerable.Range(0, columns).Select(column => Count(rows, columns, column, Index(rows, columns, column))),
    ];

    private static Dictionary<double, int> Index(double[] rows, int columns, int column)
    {
        var index = new Dictionary<double, int>();
        for (var i = column; i < rows.Length; i += columns)
        {
            index.TryAdd(rows[i], index.Count);
        }

        return index;
    }

    // What the reference does not have is one category more.
    private static double[] Count(double[] rows, int columns, int column, Dictionary<double, int> categories)
    {
        var counts = new double[categories.Count + 1];
        for (var i = column; i < rows.Length; i += columns)
        {
            counts[categories.GetValueOrDefault(rows[i], categories.Count)]++;
        }

        return counts;
    }
}
