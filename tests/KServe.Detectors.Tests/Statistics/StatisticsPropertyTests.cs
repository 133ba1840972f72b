namespace KServe.Detectors.Tests.Statistics;

public sealed class StatisticsPropertyTests
{
    [Fact]
    public void KolmogorovSmirnov_NoDifference_PValuesAreSpreadEvenly()
    {
        var random = new Random(3);
        const int tests = 2000;
        var small = 0;
        for (var i = 0; i < tests; i++)
        {
            small += KolmogorovSmirnov.Test(Draw(random, 40, 0), Draw(random, 60, 0)).PValue < 0.1 ? 1 : 0;
        }

        // The statistic takes steps, so that a little less than a tenth is expected; the bound is five deviations.
        Assert.InRange(small, 0.07 * tests, (0.1 * tests) + (5 * Math.Sqrt(tests * 0.09)));
    }

    [Fact]
    public void KolmogorovSmirnov_AnySamples_IsSymmetricAndAProbability()
    {
        var random = new Random(4);
        for (var i = 0; i < 300; i++)
        {
            var first = Draw(random, random.Next(1, 50), 0);
            var second = Draw(random, random.Next(1, 50), random.NextDouble());
            var result = KolmogorovSmirnov.Test(first, second);
            var turned = KolmogorovSmirnov.Test(second, first);
            Assert.Equal(result.Statistic, turned.Statistic, 14);
            Assert.Equal(result.PValue, turned.PValue, 10);
            Assert.InRange(result.PValue, 0, 1);
            Assert.InRange(result.Statistic, 0, 1);
        }
    }

    [Fact]
    public void KolmogorovDistribution_GrowingStatistic_ProbabilityFalls()
    {
        foreach (var n in (int[])[3, 139, 141, 2000])
        {
            var last = 1.0;
            for (var z = 0.05; z < 6; z += 0.03)
            {
                var probability = KolmogorovDistribution.GetUpperTail(n, Math.Min(1, z / Math.Sqrt(n)));
                Assert.True(probability <= last + 1e-7, $"n = {n}, z = {z}: {probability} after {last}");
                last = probability;
            }
        }
    }

    [Fact]
    public void MeanDiscrepancy_PermutationTest_FindsADifferenceAndNoneWithout()
    {
        var random = new Random(5);
        var (alike, apart) = (0, 0);
        for (var i = 0; i < 40; i++)
        {
            var first = Draw(random, 60, 0);
            alike += Test(first, Draw(random, 60, 0), random) < 0.05 ? 1 : 0;
            apart += Test(first, Draw(random, 60, 2), random) < 0.05 ? 1 : 0;
        }

        Assert.Equal(40, apart);
        Assert.InRange(alike, 0, 9);
    }

    [Fact]
    public void MeanDiscrepancy_OneRowTwice_IsNothing()
    {
        double[] rows = [1, 2, 1, 2, 1, 2];
        var result = MeanDiscrepancy.Test(rows, rows, 2, 0, 10, new Random(1));
        Assert.Equal(0, result.Statistic, 12);
        Assert.Equal(1, result.PValue);
    }

    [Fact]
    public void PopulationStability_SameCounts_IsZeroElseAboveAndSymmetric()
    {
        Assert.Equal(0, PopulationStability.Compute([3, 4, 5], [3, 4, 5]), 15);
        var one = PopulationStability.Compute([3, 4, 5], [5, 4, 3]);
        Assert.True(one > 0);
        Assert.Equal(one, PopulationStability.Compute([5, 4, 3], [3, 4, 5]), 14);
    }

    [Fact]
    public void ChiSquared_EmptyColumns_AreLeftOut()
    {
        Assert.Equal(ChiSquared.Test([3, 9], [8, 2]), ChiSquared.Test([3, 0, 9], [8, 0, 2]));
        Assert.Equal(new TestResult(0, 1), ChiSquared.Test([5, 0], [9, 0]));
    }

    private static double Test(double[] first, double[] second, Random random) =>
        MeanDiscrepancy.Test(first, second, 2, 0, 99, random).PValue;

    private static double[] Draw(Random random, int count, double shift)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = random.NextDouble() + random.NextDouble() + shift;
        }

        Array.Sort(values);
        return values;
    }
}
