using System.Buffers;
using System.Collections.Concurrent;

namespace KServe.AspNetCore;

/// <summary>Gives the web server memory in large blocks, pinned once.</summary>
/// <remarks>
/// Kestrel's own blocks have 4 KiB: a tensor of 600 KB then leaves in 150 pieces, and every send allocates arrays that
/// list them. Larger blocks make sends and receives few and free of allocation. Connections that wait for data hold
/// none; one that is slow to send a request holds one of the smaller. Sends of up to eight blocks need no list, so that
/// the tensor above leaves in one. Safe for concurrent use.
/// </remarks>
internal sealed class LargeBlockPool : MemoryPool<byte>
{
    /// <summary>The bytes of a block for whoever does not ask for more.</summary>
    public const int BlockSize = 96 << 10;

    /// <summary>The bytes of the largest block.</summary>
    public const int MaxBlockSize = 256 << 10;

    // What a burst took beyond this goes back to the garbage collector.
    private const long MaxKeptBytes = 32L << 20;

    private readonly ConcurrentQueue<LargeBlock> _small = new();
    private readonly ConcurrentQueue<LargeBlock> _large = new();
    private long _keptBytes;
    private volatile bool _isDisposed;

    public override int MaxBufferSize => MaxBlockSize;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, MaxBlockSize);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var size = minBufferSize <= BlockSize ? BlockSize : MaxBlockSize;
        if (GetQueue(size).TryDequeue(out var block))
        {
            Interlocked.Add(ref _keptBytes, -size);
            block.Take();
            return block;
        }

        return new LargeBlock(this, size);
    }

    internal void Return(LargeBlock block, int size)
    {
        if (!_isDisposed && Interlocked.Add(ref _keptBytes, size) <= MaxKeptBytes)
        {
            GetQueue(size).Enqueue(block);
            return;
        }

        Interlocked.Add(ref _keptBytes, -size);
    }

    protected override void Dispose(bool disposing)
    {
        _isDisposed = true;
        _small.Clear();
        _large.Clear();
    }

    private ConcurrentQueue<LargeBlock> GetQueue(int size) => size == BlockSize ? _small : _large;
}
