namespace KServe.Detectors;

/// <summary>Pearson's test of independence, as <c>scipy.stats.chi2_contingency</c>.</summary>
internal static class ChiSquared
{
    /// <summary>Compares two rows of counts; columns that are empty in both are left out.</summary>
    /// <param name="first">The counts of one sample, at least one above 0.</param>
    /// <param name="second">The counts of the other in the same order, at least one above 0.</param>
    /// <param name="isCorrected">Whether Yates' correction is applied to tables of two columns, as SciPy does.</param>
    public static TestResult Test(ReadOnlySpan<double> first, ReadOnlySpan<double> second, bool isCorrected = true)
    {
        var (total1, total2, columns) = (0.0, 0.0, 0);
        for (var i = 0; i < first.Length; i++)
        {
            total1 += first[i];
            total2 += second[i];
            columns += first[i] + second[i] > 0 ? 1 : 0;
        }

        if (columns < 2)
        {
            return new(0, 1);
        }

        var total = total1 + total2;
        var statistic = 0.0;
        for (var i = 0; i < first.Length; i++)
        {
            var column = first[i] + second[i];
            if (column > 0)
            {
                var corrects = isCorrected && columns == 2;
                statistic += GetTerm(first[i], total1 * column / total, corrects)
                    + GetTerm(second[i], total2 * column / total, corrects);
            }
        }

        return new(statistic, GammaFunction.Upper((columns - 1) / 2.0, statistic / 2));
    }

    private static double GetTerm(double observed, double expected, bool corrects)
    {
        var difference = Math.Abs(observed - expected);
        difference -= corrects ? Math.Min(0.5, difference) : 0;
        return difference * difference / expected;
    }
}
