namespace KServe.Load.Generation;

/// <summary>Tells whether a process that did the same for long used more and more.</summary>
public static class SoakTrend
{
    /// <summary>The fewest samples that make a trend, those of the warm-up not counted.</summary>
    public const int FewestSamples = 8;

    /// <summary>Gets the samples that count: without the first fifth, in which pools and caches grow to their
    /// sizes.</summary>
    /// <param name="samples">All samples.</param>
    /// <returns>The later ones.</returns>
    public static IReadOnlyList<LongSoakSample> SkipWarmUp(IReadOnlyList<LongSoakSample> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return [.. samples.Skip((samples.Count + 4) / 5)];
    }

    /// <summary>Gets by how much a value grows from one sample to the next, by least squares.</summary>
    /// <param name="samples">The samples, in order.</param>
    /// <param name="value">What is looked at.</param>
    /// <returns>The slope; 0 for fewer than two samples.</returns>
    public static double Slope(IReadOnlyList<LongSoakSample> samples, Func<LongSoakSample, double> value)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(value);
        if (samples.Count < 2)
        {
            return 0;
        }

        var middle = samples.Average(static sample => (double)sample.Number);
        var mean = samples.Average(value);
        var shared = samples.Sum(sample => (sample.Number - middle) * (value(sample) - mean));
        return shared / samples.Sum(sample => (sample.Number - middle) * (sample.Number - middle));
    }

    /// <summary>Finds what grew by more than it may, or was still in use when nobody asked.</summary>
    /// <param name="samples">All samples.</param>
    /// <param name="options">What may grow by how much.</param>
    /// <returns>What should not be; empty when all is well.</returns>
    public static IReadOnlyList<string> Judge(IReadOnlyList<LongSoakSample> samples, LongSoakOptions options)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(options);
        List<string> found =
        [
            .. samples.Where(static sample => sample.InUse.Length > 0)
                .Select(static sample => $"after interval {sample.Number} there is still in use: {sample.InUse}"),
        ];
        var counted = SkipWarmUp(samples);
        if (counted.Count < FewestSamples)
        {
            return found;
        }

        Require("memory of the process", static sample => sample.ResidentSet, options.MaxResidentGrowth);
        Require("managed heap", static sample => sample.Heap, options.MaxHeapGrowth);
        Require("number of threads", static sample => sample.Threads, options.MaxHandleGrowth);
        Require("number of handles", static sample => sample.Handles, options.MaxHandleGrowth);
        return found;

        void Require(string name, Func<LongSoakSample, double> value, double limit)
        {
            var growth = Slope(counted, value) * (counted.Count - 1);
            if (growth > limit)
            {
                found.Add(
                    $"the {name} grew by {growth:F0} over {counted.Count} samples: at most {limit:F0} were right");
            }
        }
    }
}
