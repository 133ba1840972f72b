using System.Runtime.InteropServices;

namespace KServe.Kernels.Trees.Compiled;

/// <summary>Holds where a row has come to in each of eight trees.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EightTrees(
    nint Tree0, nint Tree1, nint Tree2, nint Tree3, nint Tree4, nint Tree5, nint Tree6, nint Tree7)
{
    public nint this[int tree] => tree switch
    {
        0 => Tree0,
        1 => Tree1,
        2 => Tree2,
        3 => Tree3,
        4 => Tree4,
        5 => Tree5,
        6 => Tree6,
        _ => Tree7,
    };
}
