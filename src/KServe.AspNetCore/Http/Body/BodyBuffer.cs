using System.Buffers;

namespace KServe.AspNetCore;

/// <summary>Grows one block of pooled memory up to a limit.</summary>
/// <remarks>
/// The content begins at an offset that puts the byte after the JSON on a multiple of 64, so that tensors which follow
/// are aligned relative to the block.
/// </remarks>
internal sealed class BodyBuffer : IDisposable
{
    private const int Alignment = 64;

    private readonly TensorPool _pool;
    private readonly int _limit;
    private readonly int _offset;
    private IMemoryOwner<byte> _owner;
    private int _length;

    public BodyBuffer(TensorPool pool, int capacity, int limit, int jsonLength)
    {
        _pool = pool;
        _limit = limit;
        _offset = (Alignment - (jsonLength % Alignment)) % Alignment;
        _owner = pool.Rent(_offset + capacity);
    }

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

    /// <summary>Hands the content over; the buffer must not be used or disposed afterwards.</summary>
    public RequestBody Complete() => new(_owner, _owner.Memory.Slice(_offset, _length));

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
