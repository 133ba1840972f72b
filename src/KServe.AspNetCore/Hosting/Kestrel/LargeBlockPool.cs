using System.Buffers;

namespace KServe.AspNetCore;

/// <summary>Gives the web server memory in large blocks, pinned once.</summary>
/// <remarks>
/// Kestrel's own blocks have 4 KiB: a tensor of 600 KB then leaves in 150 pieces, and every send allocates arrays that
/// list them. Larger blocks make sends and receives few and free of allocation. Connections that wait for data hold
/// none; one that is slow to send a request holds one of the smaller. Sends of up to eight blocks need no list, so that
/// the tensor above leaves in one. The block that came back last goes out first, while the processor's caches still
/// hold it. Safe for concurrent use.
/// </remarks>
internal sealed class LargeBlockPool : MemoryPool<byte>
{
    /// <summary>The bytes of a block for whoever does not ask for more.</summary>
    public const int BlockSize = 96 << 10;

    /// <summary>The bytes of the largest block.</summary>
    public const int MaxBlockSize = 256 << 10;

    // What a burst took beyond this goes back to the garbage collector.
    private const long MaxKeptBytes = 32L << 20;

    private readonly Lock _lock = new();
    private readonly Stack<LargeBlock> _small = new();
    private readonly Stack<LargeBlock> _large = new();
    private long _keptBytes;
    private bool _isDisposed;

    public override int MaxBufferSize => MaxBlockSize;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, MaxBlockSize);
        var size = minBufferSize <= BlockSize ? BlockSize : MaxBlockSize;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (GetStack(size).TryPop(out var block))
            {
                _keptBytes -= size;
                block.Take();
                return block;
            }
        }

        return new LargeBlock(this, size);
    }

    internal void Return(LargeBlock block, int size)
    {
        lock (_lock)
        {
            if (!_isDisposed && _keptBytes + size <= MaxKeptBytes)
            {
                _keptBytes += size;
                GetStack(size).Push(block);
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        lock (_lock)
        {
            _isDisposed = true;
            _small.Clear();
            _large.Clear();
        }
    }

    private Stack<LargeBlock> GetStack(int size) => size == BlockSize ? _small : _large;
}
