using System.Buffers;
using System.Runtime.InteropServices;

namespace KServe.AspNetCore;

/// <summary>One block of a <see cref="LargeBlockPool"/>; the first dispose of each rent returns it.</summary>
internal sealed class LargeBlock(LargeBlockPool pool, int size) : IMemoryOwner<byte>
{
    private int _isReturned;

    public Memory<byte> Memory { get; } = MemoryMarshal.CreateFromPinnedArray(
        GC.AllocateUninitializedArray<byte>(size, pinned: true), 0, size);

    public void Take() => Volatile.Write(ref _isReturned, 0);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReturned, 1) == 0)
        {
            pool.Return(this, size);
        }
    }
}
