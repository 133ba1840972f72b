using KServe.Kernels.Trees;

namespace KServe.Kernels.Tests.Trees;

public sealed class TreeEnsembleSizeTests
{
    // A split of float32 takes 16 bytes and a cover of 4; a leaf a value, an id and a cover of 4 each; the entry 36.
    private const int BytesPerStump = 20 + (2 * 12) + 36;

    [Fact]
    public void SizeInBytes_OneTreeMore_GrowsByItsArrays()
    {
        // Eight trees share one padded layout, which one tree pays for already.
        var one = Create(1).SizeInBytes;
        Assert.Equal(BytesPerStump, Create(2).SizeInBytes - one);
        Assert.Equal(7 * BytesPerStump, Create(8).SizeInBytes - one);
        Assert.True(one > BytesPerStump);
    }

    [Fact]
    public void SizeInBytes_WiderPrecision_TakesMore() =>
        Assert.True(Create(8, TreePrecision.Double).SizeInBytes > Create(8).SizeInBytes);

    private static TreeEnsemble Create(int count, TreePrecision precision = TreePrecision.Single) =>
        TreeEnsemble.Create(1, 1, Enumerable.Repeat(NewStump(), count), [], precision);

    private static Tree NewStump() => new()
    {
        Nodes = new[]
        {
            new TreeNode { Left = 1, Right = 2, Threshold = 0.5 },
            new TreeNode { Feature = -1, Leaf = 0 },
            new TreeNode { Feature = -1, Leaf = 1 },
        },
        LeafValues = new double[] { 1, 2 },
    };
}
