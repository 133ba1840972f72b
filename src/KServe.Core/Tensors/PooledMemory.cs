using System.Buffers;

namespace KServe;

internal sealed class PooledMemory(TensorPool pool, int length) : IMemoryOwner<byte>
{
    private byte[]? _array = length == 0 ? [] : ArrayPool<byte>.Shared.Rent(length);

    public Memory<byte> Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(_array is null, this);
            return new Memory<byte>(_array, 0, length);
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _array, null) is { } array)
        {
            if (array.Length != 0)
            {
                ArrayPool<byte>.Shared.Return(array);
            }

            pool.Returned(length);
        }
    }
}
