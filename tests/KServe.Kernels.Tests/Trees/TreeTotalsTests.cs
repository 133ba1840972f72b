using KServe.Kernels.Trees;

namespace KServe.Kernels.Tests.Trees;

public sealed class TreeTotalsTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(3, 9, 6)]
    [InlineData(1, 3, 2)]
    [InlineData(50, 1000, 500)]
    [InlineData(-1, long.MaxValue, -5)]
    public void Create_AnyTotals_ChangeNoPrediction(int trees, long nodes, long values)
    {
        var ensemble = TreeEnsemble.Create(
            1, 1, Enumerable.Range(0, 3).Select(Stump), [], TreePrecision.Double, new TreeTotals(trees, nodes, values));
        var outputs = new double[2];

        ensemble.Predict([0.0, 2.5], 2, outputs);

        Assert.Equal([3.0, 29.0], outputs);
        Assert.Equal(3, ensemble.TreeCount);
    }

    private static Tree Stump(int index) => new()
    {
        Nodes = new TreeNode[]
        {
            new() { Threshold = 1, Left = 1, Right = 2, Cover = 5.1 },
            new() { Feature = -1, Leaf = 0, Cover = 2 },
            new() { Feature = -1, Leaf = 1, Cover = 3.1 },
        },
        LeafValues = new[] { index, index * 9.0 + (index == 0 ? 2 : 0) },
    };
}
