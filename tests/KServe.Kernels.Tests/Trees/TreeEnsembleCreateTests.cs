using KServe.Kernels.Trees;

namespace KServe.Kernels.Tests.Trees;

public sealed class TreeEnsembleCreateTests
{
    private static readonly TreeNode Leaf0 = new() { Feature = -1, Leaf = 0 };
    private static readonly TreeNode Leaf1 = new() { Feature = -1, Leaf = 1 };

    public static TheoryData<string, Func<Tree>> Unsound() => new()
    {
        { "no nodes", () => Make([]) },
        { "feature", () => Make([new TreeNode { Feature = 3, Left = 1, Right = 2 }, Leaf0, Leaf1]) },
        { "with values", () => Make([new TreeNode { Feature = -2, Left = 1, Right = 2 }, Leaf0, Leaf1]) },
        { "child", () => Make([new TreeNode { Left = -5, Right = 2 }, Leaf0, Leaf1]) },
        { "child", () => Make([new TreeNode { Left = 1, Right = 3 }, Leaf0, Leaf1]) },
        { "twice", () => Make([new TreeNode { Left = 1, Right = 1 }, Leaf0, Leaf1]) },
        { "twice", () => Make([new TreeNode { Left = 0, Right = 1 }, Leaf0, Leaf1]) },
        { "twice", () => Make([new TreeNode { Left = 1, Right = 2 }, new TreeNode { Left = 2, Right = 0 }, Leaf1]) },
        { "nothing leads to", () => Make([Leaf0, Leaf1]) },
        { "values", () => Make([Leaf0 with { Leaf = 2 }]) },
        { "values", () => Make([Leaf0 with { Leaf = -1 }]) },
        { "test", () => Make([new TreeNode { Left = 1, Right = 2, Test = (SplitTest)9 }, Leaf0, Leaf1]) },
        { "missing rule", () => Make([new TreeNode { Left = 1, Right = 2, Missing = (MissingRule)9 }, Leaf0, Leaf1]) },
        { "category set", () => Make([Set(0, 2), Leaf0, Leaf1]) },
        { "category set", () => Make([Set(-1, 1), Leaf0, Leaf1]) },
        { "category set", () => Make([Set(1, -1), Leaf0, Leaf1]) },
        { "category set", () => Make([Set(int.MaxValue, int.MaxValue), Leaf0, Leaf1]) },
        { "output", () => Make([Leaf0], output: 2) },
        { "output", () => Make([Leaf0], output: -1) },
        { "per leaf", () => Make([Leaf0], valueCount: 3) },
        { "per leaf", () => Make([Leaf0], valueCount: 0) },
        { "per leaf", () => Make([Leaf0], valueCount: -2) },
        { "multiple", () => new Tree { Nodes = new[] { Leaf0 }, LeafValues = new double[3], ValueCount = 2 } },
        { "share", () => Make([new TreeNode { Left = 1, Right = 2 }, Leaf0, Leaf0], valueCount: 2) },
        { "linear leaves", () => Linear(new LinearLeaf(), new LinearLeaf(), null) },
        { "linear leaf", () => Linear(new LinearLeaf { Features = new[] { 0 } }, null) },
        { "leaf with feature", () => Linear(
            new LinearLeaf { Features = new[] { 3 }, Coefficients = new double[1] }, null) },
        { "leaf with feature", () => Linear(
            new LinearLeaf { Features = new[] { -1 }, Coefficients = new double[1] }, null) },
    };

    [Theory]
    [MemberData(nameof(Unsound))]
    public void Create_UnsoundTree_SaysWhichAndWhy(string reason, Func<Tree> tree)
    {
        var sound = Make([Leaf0]);

        var error = Assert.Throws<InvalidDataException>(
            () => TreeEnsemble.Create(3, 2, [sound, tree()], [], TreePrecision.Double));

        Assert.StartsWith("Tree 1 ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_WrongArguments_Throws()
    {
        Assert.Throws<ArgumentException>(() => TreeEnsemble.Create(3, 2, [], [1], TreePrecision.Double));
        Assert.Throws<ArgumentOutOfRangeException>(() => TreeEnsemble.Create(-1, 2, [], [], TreePrecision.Double));
        Assert.Throws<ArgumentOutOfRangeException>(() => TreeEnsemble.Create(3, 0, [], [], TreePrecision.Double));
        Assert.Throws<ArgumentOutOfRangeException>(() => TreeEnsemble.Create(3, 1, [], [], (TreePrecision)7));
        Assert.Throws<ArgumentNullException>(() => TreeEnsemble.Create(3, 1, null!, [], TreePrecision.Double));
    }

    [Fact]
    public void Create_Trees_TellsItsShape()
    {
        var ensemble = TreeEnsemble.Create(3, 2, [Make([Leaf0]), Make([Leaf1])], [1, 2], TreePrecision.SingleInput);

        Assert.Equal(3, ensemble.FeatureCount);
        Assert.Equal(2, ensemble.OutputCount);
        Assert.Equal(2, ensemble.TreeCount);
        Assert.Equal(TreePrecision.SingleInput, ensemble.Precision);
        Assert.Equal([1, 2], ensemble.BaseValues.ToArray());
    }

    [Fact]
    public void Create_LazyTrees_KeepsNoDescription()
    {
        var described = new List<WeakReference>();

        var ensemble = TreeEnsemble.Create(1, 1, Describe(described), [], TreePrecision.Single);
        GC.Collect();

        Assert.Equal(1000, ensemble.TreeCount);
        Assert.True(described.Count(reference => reference.IsAlive) < 10);
    }

    [Fact]
    public void Create_VeryDeepTree_Predicts()
    {
        var ensemble = TreeEnsemble.Create(1, 1, [Chains.Tree(200_000)], [], TreePrecision.Double);
        var outputs = new double[2];

        ensemble.Predict([150_000.5, -1], 2, outputs);

        Assert.Equal([150_001, 0], outputs);
    }

    private static IEnumerable<Tree> Describe(List<WeakReference> described)
    {
        for (var i = 0; i < 1000; i++)
        {
            var tree = Chains.Tree(5);
            described.Add(new WeakReference(tree));
            yield return tree;
        }
    }

    private static TreeNode Set(int start, int count) =>
        new() { Left = 1, Right = 2, Test = SplitTest.InSet, CategoryStart = start, CategoryCount = count };

    private static Tree Make(TreeNode[] nodes, int output = 0, int valueCount = 1) => new()
    {
        Nodes = nodes,
        LeafValues = new double[2],
        Output = output,
        ValueCount = valueCount,
        CategoryBits = new uint[1],
    };

    private static Tree Linear(params LinearLeaf?[] leaves) => new()
    {
        Nodes = new[] { new TreeNode { Left = 1, Right = 2 }, Leaf0, Leaf1 },
        LeafValues = new double[2],
        LinearLeaves = leaves,
    };
}
