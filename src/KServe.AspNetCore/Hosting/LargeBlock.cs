using System.Buffers;

namespace KServe.AspNetCore;

/// <summary>One block of a <see cref="LargeBlockPool"/>; the first dispose of each rent returns it.</summary>
internal sealed class LargeBlock(LargeBlockPool pool) : IMemoryOwner<byte>
{
    private readonly Memory<byte> _memory = System.Runtime.InteropServices.MemoryMarshal.CreateFromPinnedArray(
        GC.AllocateUninitializedArray<byte>(LargeBlockPool.BlockSize, pinned: true), 0, LargeBlockPool.BlockSize);

    private int _isReturned;

    public Memory<byte> Memory => _memory;

    public void Take() => Volatile.Write(ref _isReturned, 0);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReturned, 1) == 0)
        {
            pool.Return(this);
        }
    }
}
