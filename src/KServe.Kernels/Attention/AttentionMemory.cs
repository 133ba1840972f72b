using KServe.Kernels.Compute;

namespace KServe.Kernels.Attention;

/// <summary>Native memory that grows to what is asked for and keeps no content when it does.</summary>
internal sealed unsafe class AttentionMemory : IDisposable
{
    private NativeBuffer? _buffer;

    /// <summary>Gets at least so many bytes.</summary>
    public byte* Get(nuint length)
    {
        if (_buffer is null || _buffer.Length < length)
        {
            _buffer?.Dispose();
            _buffer = null;
            _buffer = new NativeBuffer(length);
        }

        return _buffer.Pointer;
    }

    public void Dispose() => _buffer?.Dispose();
}
