using KServe.Detectors.Tests.Golden;

namespace KServe.Detectors.Tests.Statistics;

/// <summary>Compares with SciPy and NumPy; Golden/make_golden.py made the cases.</summary>
public sealed class StatisticsGoldenTests
{
    [Fact]
    public void KolmogorovSmirnov_TwoSamples_AsSciPy()
    {
        foreach (var test in GoldenFile.Root.GetProperty("ks").EnumerateArray())
        {
            var (first, second) = (test.Numbers("first"), test.Numbers("second"));
            Array.Sort(first);
            Array.Sort(second);
            var what = $"{first.Length} and {second.Length}";
            var exact = KolmogorovSmirnov.Test(first, second, isExact: true);
            GoldenFile.AssertClose(test.Number("statistic"), exact.Statistic, 1e-14, what);
            GoldenFile.AssertClose(test.Number("exact"), exact.PValue, 1e-10, what);
            var asymptotic = KolmogorovSmirnov.Test(first, second, isExact: false);
            GoldenFile.AssertClose(test.Number("asymptotic"), asymptotic.PValue, 1e-8, what);
            Assert.Equal(exact, KolmogorovSmirnov.Test(first, second));
        }
    }

    [Fact]
    public void KolmogorovDistribution_UpperTail_AsSciPy()
    {
        foreach (var test in GoldenFile.Root.GetProperty("kstwo").EnumerateArray())
        {
            var (n, x, expected) = (test[0].GetDouble(), test[1].GetDouble(), test[2].GetDouble());
            GoldenFile.AssertClose(
                expected, KolmogorovDistribution.GetUpperTail(n, x), n > 140 ? 1e-6 : 1e-9, $"n = {n}, x = {x}");
        }
    }

    [Fact]
    public void ChiSquared_Tables_AsSciPy()
    {
        foreach (var test in GoldenFile.Root.GetProperty("chi2").EnumerateArray())
        {
            var result = ChiSquared.Test(
                test.Numbers("first"), test.Numbers("second"), test.GetProperty("corrected").GetBoolean());
            GoldenFile.AssertClose(test.Number("statistic"), result.Statistic, 1e-12);
            GoldenFile.AssertClose(test.Number("p"), result.PValue, 1e-10);
        }
    }

    [Fact]
    public void MeanDiscrepancy_TwoSamples_AsTheSumsInNumPy()
    {
        foreach (var test in GoldenFile.Root.GetProperty("mmd").EnumerateArray())
        {
            var result = MeanDiscrepancy.Test(
                test.Numbers("first"),
                test.Numbers("second"),
                test.GetProperty("columns").GetInt32(),
                test.Number("sigma"),
                permutations: 1,
                new Random(1));
            GoldenFile.AssertClose(test.Number("statistic"), result.Statistic, 1e-10);
        }
    }

    [Fact]
    public void PopulationStability_Counts_AsNumPy()
    {
        foreach (var test in GoldenFile.Root.GetProperty("psi").EnumerateArray())
        {
            GoldenFile.AssertClose(
                test.Number("index"),
                PopulationStability.Compute(test.Numbers("expected"), test.Numbers("actual")),
                1e-12);
        }
    }

    [Fact]
    public void Quantile_OfAscendingValues_AsNumPy()
    {
        var test = GoldenFile.Root.GetProperty("mahalanobis");
        var column = test.Numbers("rows").Where(static (_, i) => i % 4 == 0).Order().ToArray();
        foreach (var pair in test.GetProperty("quantiles").EnumerateArray())
        {
            GoldenFile.AssertClose(pair[1].GetDouble(), Quantile.Of(column, pair[0].GetDouble()), 1e-13);
        }
    }
}
