namespace KServe.Explainers.Tests.Shap;

public sealed class CoalitionPlanTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(10)]
    public void Create_EnoughSamples_HasEachCoalitionOnceWithTheKernelsWeight(int features)
    {
        var plan = CoalitionPlan.Create(features, 1 << features, seed: 0);
        Assert.Equal((1 << features) - 2, plan.Count);
        Assert.Equal(plan.Count, plan.Select(static coalition => coalition.Members[0]).Distinct().Count());
        Assert.Equal(1, plan.Sum(static coalition => coalition.Weight), 1e-12);

        // The kernel of the paper up to a constant factor.
        var ratio = plan[0].Weight / Kernel(plan[0], features);
        Assert.All(plan, coalition => Assert.Equal(ratio, coalition.Weight / Kernel(coalition, features), 1e-9));
    }

    [Theory]
    [InlineData(12, 100)]
    [InlineData(64, 300)]
    [InlineData(65, 300)]
    [InlineData(200, 1000)]
    public void Create_TooFewSamples_KeepsPairsAndWeights(int features, int samples)
    {
        var plan = CoalitionPlan.Create(features, samples, seed: 5);
        Assert.InRange(plan.Count, samples / 2, samples + 1);
        Assert.Equal(1, plan.Sum(static coalition => coalition.Weight), 1e-9);
        var weights = plan.ToDictionary(coalition => Write(coalition, features), static coalition => coalition.Weight);
        Assert.All(plan, coalition =>
        {
            var size = Count(coalition, features);
            Assert.InRange(size, 1, features - 1);
            Assert.Equal(coalition.Weight, weights[Complement(Write(coalition, features))], 1e-12);
        });
    }

    private static double Kernel(Coalition coalition, int features)
    {
        var size = Count(coalition, features);
        var sets = 1.0;
        for (var i = 0; i < size; i++)
        {
            sets = sets * (features - i) / (i + 1);
        }

        return (features - 1) / (sets * size * (features - size));
    }

    private static int Count(Coalition coalition, int features) =>
        Write(coalition, features).Count(static member => member == '1');

    private static string Write(Coalition coalition, int features) => string.Concat(
        Enumerable.Range(0, features).Select(f => coalition.Contains(f) ? '1' : '0'));

    private static string Complement(string members) =>
        string.Concat(members.Select(static member => member == '1' ? '0' : '1'));
}
