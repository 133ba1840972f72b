using System.Buffers;

namespace KServe.AspNetCore;

/// <summary>A request body in one block of pooled memory, which grows up to a limit while it arrives.</summary>
/// <remarks>
/// The content begins at an offset that puts the byte after the JSON on a multiple of 64, so that tensors which follow
/// are aligned relative to the block. It can begin again once it is disposed.
/// </remarks>
internal sealed class RequestBody : IDisposable
{
    private const int Alignment = 64;

    private TensorPool? _pool;
    private IMemoryOwner<byte>? _owner;
    private int _limit;
    private int _offset;
    private int _length;

    /// <summary>Tells whether there is memory for the body.</summary>
    public bool HasBegun => _owner is not null;

    /// <summary>Gets what has arrived.</summary>
    public Memory<byte> Memory => Owner.Memory.Slice(_offset, _length);

    public Memory<byte> Free => Owner.Memory[(_offset + _length)..];

    private IMemoryOwner<byte> Owner => _owner ?? throw new ObjectDisposedException(nameof(RequestBody));

    /// <summary>Rents the memory.</summary>
    /// <param name="pool">Where from.</param>
    /// <param name="capacity">The bytes that are expected.</param>
    /// <param name="limit">The most bytes it may have.</param>
    /// <param name="jsonLength">The bytes before the first binary tensor, for alignment.</param>
    public RequestBody Begin(TensorPool pool, int capacity, int limit, int jsonLength)
    {
        _pool = pool;
        _limit = limit;
        _offset = (Alignment - (jsonLength % Alignment)) % Alignment;
        _length = 0;
        _owner = pool.Rent(_offset + capacity);
        return this;
    }

    public void Advance(int count) => _length += count;

    public void Append(in ReadOnlySequence<byte> bytes)
    {
        if (bytes.Length > _limit - _length)
        {
            throw Refusal.TooLarge(_limit);
        }

        var count = (int)bytes.Length;
        if (count > Free.Length)
        {
            Grow(_length + count);
        }

        bytes.CopyTo(Free.Span);
        _length += count;
    }

    public void Dispose()
    {
        _owner?.Dispose();
        _owner = null;
    }

    private void Grow(int needed)
    {
        var capacity = (int)Math.Clamp(_length * 2L, needed, _limit);
        var larger = _pool!.Rent(_offset + capacity);
        Owner.Memory.Span[..(_offset + _length)].CopyTo(larger.Memory.Span);
        Owner.Dispose();
        _owner = larger;
    }
}
