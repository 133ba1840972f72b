using System.Buffers;
using System.Collections.Concurrent;

namespace KServe.AspNetCore;

/// <summary>Gives the web server memory in blocks of 32 KiB, pinned once.</summary>
/// <remarks>
/// Kestrel's own blocks have 4 KiB: a tensor of 600 KB then leaves in 150 pieces, and every send allocates arrays that
/// list them. Larger blocks make sends and receives few and free of allocation. Connections that wait for data hold none.
/// Safe for concurrent use.
/// </remarks>
internal sealed class LargeBlockPool : MemoryPool<byte>
{
    /// <summary>The bytes of one block.</summary>
    public const int BlockSize = 32 << 10;

    // 16 MiB stay for the next burst; what a larger one took goes back to the garbage collector.
    private const int MaxKept = 512;

    private readonly ConcurrentQueue<LargeBlock> _kept = new();
    private int _keptCount;
    private volatile bool _isDisposed;

    public override int MaxBufferSize => BlockSize;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_kept.TryDequeue(out var block))
        {
            Interlocked.Decrement(ref _keptCount);
            block.Take();
            return block;
        }

        return new LargeBlock(this);
    }

    internal void Return(LargeBlock block)
    {
        if (!_isDisposed && Interlocked.Increment(ref _keptCount) <= MaxKept)
        {
            _kept.Enqueue(block);
            return;
        }

        Interlocked.Decrement(ref _keptCount);
    }

    protected override void Dispose(bool disposing)
    {
        _isDisposed = true;
        _kept.Clear();
    }
}
