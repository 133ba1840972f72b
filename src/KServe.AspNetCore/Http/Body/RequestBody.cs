using System.Buffers;

namespace KServe.AspNetCore;

/// <summary>A request body in one block of pooled memory, which grows up to a limit while it arrives.</summary>
/// <remarks>
/// The content begins at an offset that puts the byte after the JSON on a multiple of 64, so that tensors which follow
/// are aligned relative to the block.
/// </remarks>
internal sealed class RequestBody : IDisposable
{
    private const int Alignment = 64;

    private readonly TensorPool _pool;
    private readonly int _limit;
    private readonly int _offset;
    private IMemoryOwner<byte> _owner;
    private int _length;

    public RequestBody(TensorPool pool, int capacity, int limit, int jsonLength)
    {
        _pool = pool;
        _limit = limit;
        _offset = (Alignment - (jsonLength % Alignment)) % Alignment;
        _owner = pool.Rent(_offset + capacity);
    }

    /// <summary>Gets what has arrived.</summary>
    public Memory<byte> Memory => _owner.Memory.Slice(_offset, _length);

    public Memory<byte> Free => _owner.Memory[(_offset + _length)..];

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

    public void Dispose() => _owner.Dispose();

    private void Grow(int needed)
    {
        var capacity = (int)Math.Clamp(_length * 2L, needed, _limit);
        var larger = _pool.Rent(_offset + capacity);
        _owner.Memory.Span[..(_offset + _length)].CopyTo(larger.Memory.Span);
        _owner.Dispose();
        _owner = larger;
    }
}
