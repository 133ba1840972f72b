using System.Runtime.InteropServices;

namespace KServe.Kernels.Trees.Shap;

/// <summary>Owns aligned memory that the walks of one block of rows work in.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly unsafe ref struct ShapScratch<T>
    where T : unmanaged
{
    // The widest register; unaligned ones would straddle cache lines at every access.
    private const nuint Alignment = 64;

    private readonly T* _start;

    public ShapScratch(long count)
    {
        var bytes = checked((nuint)count * (nuint)sizeof(T));
        _start = (T*)NativeMemory.AlignedAlloc(Math.Max(bytes, Alignment), Alignment);
        Count = count;
    }

    public T* Start => _start;

    private long Count { get; }

    public void Clear() => NativeMemory.Clear(_start, (nuint)Count * (nuint)sizeof(T));

    public void Dispose() => NativeMemory.AlignedFree(_start);
}
