using System.Buffers;

namespace KServe.Protocol;

/// <summary>Collects bytes in one array of the shared pool.</summary>
/// <remarks>Not safe for concurrent use. Memory that was handed out is invalid after a dispose.</remarks>
public sealed class PooledBufferWriter : IBufferWriter<byte>, IDisposable
{
    private const int DefaultCapacity = 4096;
    private readonly int _maxLength;
    private byte[]? _array;
    private int _length;

    /// <summary>Creates an empty writer.</summary>
    /// <param name="capacity">The first capacity in bytes, 1 or more; 4096 by default.</param>
    /// <param name="maxLength">The most bytes that may be written; that of an array by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public PooledBufferWriter(int capacity = DefaultCapacity, int maxLength = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        _maxLength = Math.Min(maxLength, Array.MaxLength);
        _array = ArrayPool<byte>.Shared.Rent(Math.Min(capacity, _maxLength));
    }

    /// <summary>Gets the number of bytes written.</summary>
    public int WrittenCount => _length;

    /// <summary>Gets the bytes written, valid until the next write or the dispose.</summary>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public ReadOnlyMemory<byte> WrittenMemory => GetArray().AsMemory(0, _length);

    /// <summary>Gets the bytes written as a span, valid until the next write or the dispose.</summary>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public ReadOnlySpan<byte> WrittenSpan => GetArray().AsSpan(0, _length);

    /// <summary>Forgets all bytes and keeps the array.</summary>
    public void Clear() => _length = 0;

    /// <inheritdoc/>
    /// <exception cref="InferenceException">More bytes were written than allowed.</exception>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, GetArray().Length - _length);
        if (count > _maxLength - _length)
        {
            throw TooLarge();
        }

        _length += count;
    }

    /// <inheritdoc/>
    /// <exception cref="InferenceException">More bytes are asked for than an array can hold.</exception>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return GetArray().AsMemory(_length);
    }

    /// <inheritdoc/>
    /// <exception cref="InferenceException">More bytes are asked for than an array can hold.</exception>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return GetArray().AsSpan(_length);
    }

    /// <summary>Returns the array; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_array is { } array)
        {
            _array = null;
            _length = 0;
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void Ensure(int sizeHint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        var array = GetArray();
        var needed = (long)_length + Math.Max(1, sizeHint);
        if (needed <= array.Length)
        {
            return;
        }

        // Callers may ask for more than they write, so that only an array's own limit holds here; Advance holds ours.
        if (needed > Array.MaxLength)
        {
            throw TooLarge();
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(array.Length * 2L, needed, Array.MaxLength));
        array.AsSpan(0, _length).CopyTo(larger);
        _array = larger;
        ArrayPool<byte>.Shared.Return(array);
    }

    private byte[] GetArray()
    {
        ObjectDisposedException.ThrowIf(_array is null, this);
        return _array;
    }

    private InferenceException TooLarge() =>
        new(InferenceErrorCode.TooLarge, $"the content is larger than {_maxLength} bytes");
}
