using System.Runtime.InteropServices;

namespace KServe.Kernels.Trees.Compiled;

/// <summary>Holds one split of a tree of any shape: 16 bytes for float32, 24 for float64.</summary>
/// <remarks>
/// The row goes right when its slot is at least the threshold. Children below zero are leaves: ~ordinal. A slot below zero
/// is a special split: ~index.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal struct SparseNode<T>
    where T : unmanaged
{
    public T Threshold;
    public int Slot;
    public int Left;
    public int RightLessLeft;

    public readonly int Right => Left + RightLessLeft;
}
