using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Shows the buffer of an output as memory and releases it when disposed.</summary>
internal sealed unsafe class NativeTensorMemory : MemoryManager<byte>
{
    private readonly byte* _pointer;
    private readonly int _length;
    private OrtValue? _value;

    /// <summary>Takes over a tensor of fixed-size elements in the memory of the process.</summary>
    public NativeTensorMemory(OrtValue value)
    {
        // The buffer is the library's own: it neither moves nor goes before the value is disposed.
        var data = value.GetTensorMutableRawData();
        _pointer = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(data));
        _length = data.Length;
        _value = value;
    }

    public override Memory<byte> Memory => CreateMemory(_length);

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_value is null, this);
        return new Span<byte>(_pointer, _length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ObjectDisposedException.ThrowIf(_value is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, _length);
        return new MemoryHandle(_pointer + elementIndex, pinnable: this);
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing) => Interlocked.Exchange(ref _value, null)?.Dispose();
}
