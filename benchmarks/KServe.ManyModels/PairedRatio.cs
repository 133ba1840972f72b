namespace KServe.ManyModels;

/// <summary>Compares medians second by second, so that what disturbs the machine disturbs both alike.</summary>
internal static class PairedRatio
{
    // A median of fewer is no measurement of a second.
    private const int MinSamples = 20;

    /// <summary>Computes the ratio of the medians of each second.</summary>
    /// <returns>The ratios, sorted; those of seconds with too few samples are left out.</returns>
    public static double[] Compute(IEnumerable<Sample> samples, IEnumerable<Sample> baseline)
    {
        var medians = GetMedians(baseline);
        double[] ratios =
        [
            .. GetMedians(samples)
                .Where(second => medians.ContainsKey(second.Key))
                .Select(second => second.Value / medians[second.Key]),
        ];
        Array.Sort(ratios);
        return ratios;
    }

    private static Dictionary<int, double> GetMedians(IEnumerable<Sample> samples) => samples
        .GroupBy(static sample => sample.Second, static sample => sample.Ticks)
        .Where(static second => second.Count() >= MinSamples)
        .ToDictionary(
            static second => second.Key,
            static second => (double)second.Order().ElementAt(second.Count() / 2));
}
