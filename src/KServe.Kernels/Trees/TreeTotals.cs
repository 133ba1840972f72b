using System.Runtime.InteropServices;

namespace KServe.Kernels.Trees;

/// <summary>Tells how large all trees of an ensemble are together, so that memory is taken once.</summary>
/// <remarks>Only a hint: an ensemble of other trees is as good, it just takes more memory while it is made.</remarks>
/// <param name="Trees">The number of trees.</param>
/// <param name="Nodes">The number of nodes of all trees, splits and leaves.</param>
/// <param name="LeafValues">The number of values of all leaves.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TreeTotals(int Trees, long Nodes, long LeafValues)
{
    // Both children of a split are nodes, so that a tree has one leaf more than it has splits.
    internal int Leaves => ToLength((Nodes + Trees + 1) / 2);

    internal int Splits => ToLength((Nodes - Trees) / 2);

    internal int Values => ToLength(LeafValues);

    private static int ToLength(long count) => count is > 0 && count <= Array.MaxLength ? (int)count : 0;
}
