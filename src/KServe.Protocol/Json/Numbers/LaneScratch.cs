using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace KServe.Protocol;

/// <summary>Holds two vectors on the stack, to read their lanes one by one.</summary>
[InlineArray(3 * Lanes.Count)]
internal struct LaneScratch
{
    private ulong _first;

    /// <summary>Gets two vectors, each in one line of the cache: loads after a store to two lines would stall.</summary>
    [UnscopedRef]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref ulong Align()
    {
        const int Size = Lanes.Count * sizeof(ulong);
        var address = Unsafe.ByteOffset(ref Unsafe.NullRef<ulong>(), ref _first);
        return ref Unsafe.AddByteOffset(ref _first, -address & (Size - 1));
    }
}
