using System.Runtime.InteropServices;

namespace KServe.Kernels.Trees.Compiled;

/// <summary>Holds one split of a tree that is padded to full depth: where its children lie needs no word.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PerfectNode<T>
    where T : unmanaged
{
    public T Threshold;
    public int Slot;
}
