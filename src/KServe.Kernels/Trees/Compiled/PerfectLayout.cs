using System.Numerics;

namespace KServe.Kernels.Trees.Compiled;

/// <summary>Lays shallow trees out as full binary trees, eight side by side.</summary>
/// <remarks>
/// Node i of tree k of a group lies at 8 i + k, its children are 2 i and 2 i + 1, and the root is 1. A leaf above the
/// full depth becomes splits that always go left. Walks need no test for the end and no child indexes.
/// </remarks>
internal sealed class PerfectLayout<T, TLeaf>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLeaf : unmanaged, IBinaryFloatingPointIeee754<TLeaf>
{
    public const int MaxDepth = 8;

    // Padding may cost this many times the leaves that there are.
    private const int MaxPadding = 4;

    private PerfectLayout(TreeGroup[] groups, PerfectNode<T>[] nodes, TLeaf[] leaves)
    {
        Groups = groups;
        Nodes = nodes;
        Leaves = leaves;
    }

    public TreeGroup[] Groups { get; }

    public long SizeInBytes => ArraySize.Of(Groups) + ArraySize.Of(Nodes) + ArraySize.Of(Leaves);

    public bool HasPerfect => Nodes.Length > 0;

    public PerfectNode<T>[] Nodes { get; }

    public TLeaf[] Leaves { get; }

    public static PerfectLayout<T, TLeaf> Create(ForestData<T, TLeaf> data, ReadOnlySpan<TreeEntry> entries)
    {
        var groups = Group(entries, out var size);
        var nodes = new PerfectNode<T>[size];
        var leaves = new TLeaf[size];
        foreach (var group in groups)
        {
            for (var k = 0; group.IsPerfect && k < TreeGroup.Size; k++)
            {
                var target = nodes.AsSpan(group.NodeStart + k);
                for (var i = 0; i < TreeGroup.Size << group.Depth; i += TreeGroup.Size)
                {
                    target[i].Threshold = T.NaN;
                }

                if (k < group.Count)
                {
                    var filler = new Filler(data, entries[group.First + k], group.Depth);
                    filler.Fill(entries[group.First + k].Root, 1, 0, target, leaves.AsSpan(group.LeafStart + k));
                }
            }
        }

        return new PerfectLayout<T, TLeaf>(groups, nodes, leaves);
    }

    private static TreeGroup[] Group(ReadOnlySpan<TreeEntry> entries, out int size)
    {
        var groups = new TreeGroup[(entries.Length + TreeGroup.Size - 1) / TreeGroup.Size];
        size = 0;
        for (var g = 0; g < groups.Length; g++)
        {
            var first = g * TreeGroup.Size;
            var members = entries.Slice(first, Math.Min(TreeGroup.Size, entries.Length - first));
            var depth = CommonDepth(members);
            groups[g] = new TreeGroup(first, members.Length, depth, size, size);
            size = checked(size + (depth < 0 ? 0 : TreeGroup.Size << depth));
        }

        return groups;
    }

    private static int CommonDepth(ReadOnlySpan<TreeEntry> members)
    {
        var (depth, leaves) = (0, 0);
        foreach (var entry in members)
        {
            if (!entry.IsPlain || entry.Depth > MaxDepth)
            {
                return -1;
            }

            depth = Math.Max(depth, entry.Depth);
            leaves += entry.LeafCount;
        }

        return members.Length << depth <= MaxPadding * leaves ? depth : -1;
    }

    private readonly struct Filler(ForestData<T, TLeaf> data, TreeEntry entry, int depth)
    {
        // The recursion is as deep as the layout, at most eight.
        public void Fill(int at, int position, int level, Span<PerfectNode<T>> nodes, Span<TLeaf> leaves)
        {
            if (at < 0)
            {
                var leftmost = (position << (depth - level)) - (1 << depth);
                leaves[leftmost * TreeGroup.Size] = data.LeafValues[entry.ValueStart + ~at - entry.LeafStart];
                return;
            }

            ref readonly var node = ref data.Nodes[at];
            nodes[position * TreeGroup.Size] = new PerfectNode<T> { Threshold = node.Threshold, Slot = node.Slot };
            Fill(node.Left, 2 * position, level + 1, nodes, leaves);
            Fill(node.Right, (2 * position) + 1, level + 1, nodes, leaves);
        }
    }
}
