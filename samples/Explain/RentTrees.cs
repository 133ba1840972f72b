using KServe.Kernels.Trees;

namespace Explain;

/// <summary>Trees made by hand, as a library would have learned them from a few hundred flats.</summary>
internal static class RentTrees
{
    private const int Area = 0, Rooms = 1, Floor = 2, Built = 3, Distance = 4, Balcony = 5;

    private static readonly Branch[] Trees =
    [
        new(Area, 70,
            new(Area, 45, Leaf(520, 90), Leaf(735, 160)),
            new(Area, 100, Leaf(1010, 140), Leaf(1390, 60))),
        new(Distance, 4,
            new(Distance, 1.5, new(Area, 70, Leaf(130, 50), Leaf(270, 40)), Leaf(85, 110)),
            new(Distance, 9, Leaf(-40, 150), Leaf(-150, 100))),
        new(Built, 1990,
            new(Built, 1919, Leaf(60, 80), Leaf(-70, 210)),
            new(Built, 2012, Leaf(25, 90), Leaf(140, 70))),
        new(Floor, 0,
            Leaf(-55, 70),
            new(Balcony, 0, new(Floor, 3, Leaf(-15, 150), Leaf(-35, 50)), Leaf(45, 180))),
        new(Rooms, 2,
            Leaf(-20, 240),
            new(Area, 70, Leaf(-60, 50), Leaf(40, 160))),
    ];

    public static TreeEnsemble Grow(int featureCount) => TreeEnsemble.Create(
        featureCount, outputCount: 1, Trees.Select(ToTree), baseValues: [0], TreePrecision.Double);

    private static Branch Leaf(double rent, int flats) => new(-1, rent, null, null, flats);

    private static Tree ToTree(Branch root)
    {
        List<TreeNode> nodes = [];
        List<double> rents = [];
        Add(root);
        return new Tree { Nodes = nodes.ToArray(), LeafValues = rents.ToArray() };

        int Add(Branch branch)
        {
            var index = nodes.Count;
            nodes.Add(default);
            if (branch.Left is null || branch.Right is null)
            {
                nodes[index] = new TreeNode { Feature = -1, Leaf = rents.Count, Cover = branch.Flats };
                rents.Add(branch.Value);
                return index;
            }

            nodes[index] = new TreeNode
            {
                Feature = branch.Feature,
                Threshold = branch.Value,
                Test = SplitTest.LessOrEqual,
                Cover = branch.Flats,
                Left = Add(branch.Left),
                Right = Add(branch.Right),
            };
            return index;
        }
    }

    /// <summary>A split at a value, or a leaf that gives one; with the number of flats that came there.</summary>
    private sealed record Branch(int Feature, double Value, Branch? Left, Branch? Right, int Leaves = 0)
    {
        public int Flats => Leaves + (Left?.Flats ?? 0) + (Right?.Flats ?? 0);
    }
}
