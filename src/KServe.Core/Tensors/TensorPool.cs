using System.Buffers;

namespace KServe;

/// <summary>Rents the memory of tensors and counts what is out.</summary>
/// <remarks>
/// Safe for concurrent use. Each host has its own instance in DI, so that the counts tell of that host alone. Small
/// arrays come from <see cref="ArrayPool{T}.Shared"/>; of large ones each instance keeps up to 64 MiB.
/// </remarks>
public sealed class TensorPool
{
    private readonly LargeArrayCache _large = new();
    private long _rentedBytes;
    private long _rentedCount;

    /// <summary>Gets the bytes of all memory that is rented and not yet returned.</summary>
    public long RentedBytes => Volatile.Read(ref _rentedBytes);

    /// <summary>Gets the number of memory blocks that are rented and not yet returned.</summary>
    public long RentedCount => Volatile.Read(ref _rentedCount);

    /// <summary>Rents memory of an exact length with unspecified content.</summary>
    /// <param name="byteLength">The length in bytes, 0 or more.</param>
    /// <returns>The memory, returned to the pool when disposed; a second dispose does nothing.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public IMemoryOwner<byte> Rent(int byteLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(byteLength);
        var array = byteLength == 0 ? [] : _large.TryTake(byteLength) ?? ArrayPool<byte>.Shared.Rent(byteLength);
        Interlocked.Add(ref _rentedBytes, byteLength);
        Interlocked.Increment(ref _rentedCount);
        return new PooledMemory(this, array, byteLength);
    }

    internal void Return(byte[] array, int byteLength)
    {
        Interlocked.Add(ref _rentedBytes, -byteLength);
        Interlocked.Decrement(ref _rentedCount);
        if (array.Length != 0 && !_large.TryKeep(array))
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
