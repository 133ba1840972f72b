using System.Buffers;

namespace KServe;

internal sealed class PooledMemory(TensorPool pool, byte[] array, int length) : IMemoryOwner<byte>
{
    private byte[]? _array = array;

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
            pool.Return(array, length);
        }
    }
}
