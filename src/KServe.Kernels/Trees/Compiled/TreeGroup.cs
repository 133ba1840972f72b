using System.Runtime.InteropServices;

namespace KServe.Kernels.Trees.Compiled;

/// <summary>Names up to eight consecutive trees that are walked together.</summary>
/// <param name="First">The first tree.</param>
/// <param name="Count">The number of trees.</param>
/// <param name="Depth">The depth that all of them are padded to, or -1 where they are walked as they are.</param>
/// <param name="NodeStart">Where the padded nodes of the group lie.</param>
/// <param name="LeafStart">Where the padded leaves of the group lie.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TreeGroup(int First, int Count, int Depth, int NodeStart, int LeafStart)
{
    /// <summary>The number of trees whose walks overlap in the processor: each alone would wait for memory.</summary>
    public const int Size = 8;

    public bool IsPerfect => Depth >= 0;
}
