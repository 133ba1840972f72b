using System.Buffers;
using Microsoft.ML.OnnxRuntime;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Holds what one run needs, to be used again by later runs; one run at a time.</summary>
internal sealed class OnnxRun : IDisposable
{
    private readonly OrtValue?[] _values;
    private readonly MemoryHandle[] _pins;
    private readonly IMemoryOwner<byte>?[] _copies;
    private readonly int[] _lengths;
    private readonly long[][] _shapes;

    public OnnxRun(int inputs)
    {
        _values = new OrtValue?[inputs];
        _pins = new MemoryHandle[inputs];
        _copies = new IMemoryOwner<byte>?[inputs];
        _lengths = new int[inputs];
        _shapes = new long[inputs][];

        // A run that fails throws what it has to say; the library need not log it as well, at the client's command.
        Options = new RunOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
    }

    public RunOptions Options { get; }

    /// <summary>Gets the bound inputs, complete once each was bound.</summary>
    public IReadOnlyCollection<OrtValue> Values => _values!;

    /// <summary>Makes a tensor the input at a position, without a copy where its memory allows it.</summary>
    public void Bind(int index, OnnxInput input, InferTensor tensor, TensorPool pool)
    {
        var shape = GetShape(index, tensor.Shape);
        if (input.DataType == TensorDataType.BYTES)
        {
            _values[index] = StringTensors.ToNative(tensor, shape);
        }
        else if (tensor.Data.IsEmpty)
        {
            // The pin of no bytes need not be a pointer.
            _values[index] =
                OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, input.ElementType, shape);
        }
        else
        {
            var pointer = Pin(index, tensor, pool);
            _lengths[index] = tensor.Data.Length;
            _values[index] = OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, input.ElementType, shape, pointer, tensor.Data.Length);
        }
    }

    /// <summary>Tells whether memory is that of an input, which ends with the run.</summary>
    public unsafe bool IsInput(ReadOnlySpan<byte> memory)
    {
        fixed (byte* pointer = memory)
        {
            for (var i = 0; i < _pins.Length; i++)
            {
                var start = (byte*)_pins[i].Pointer;
                if (pointer >= start && pointer < start + _lengths[i])
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Releases the inputs; their memory is the caller's again.</summary>
    public void Unbind()
    {
        for (var i = 0; i < _values.Length; i++)
        {
            _values[i]?.Dispose();
            _values[i] = null;
            _pins[i].Dispose();
            _pins[i] = default;
            _lengths[i] = 0;
            _copies[i]?.Dispose();
            _copies[i] = null;
        }
    }

    public void Dispose()
    {
        Unbind();
        Options.Dispose();
    }

    private unsafe IntPtr Pin(int index, InferTensor tensor, TensorPool pool)
    {
        _pins[index] = tensor.Data.Pin();
        var pointer = (nint)_pins[index].Pointer;
        if (pointer % tensor.DataType.GetElementSize() == 0)
        {
            return pointer;
        }

        // Tensors that lie in the middle of a request's body can start anywhere; kernels read whole elements.
        _pins[index].Dispose();
        var copy = _copies[index] = pool.Rent(tensor.Data.Length);
        tensor.Data.CopyTo(copy.Memory);
        _pins[index] = copy.Memory.Pin();
        return (nint)_pins[index].Pointer;
    }

    private long[] GetShape(int index, TensorShape shape)
    {
        var dimensions = _shapes[index];
        if (dimensions is null || dimensions.Length != shape.Rank)
        {
            dimensions = _shapes[index] = new long[shape.Rank];
        }

        shape.Dimensions.CopyTo(dimensions);
        return dimensions;
    }
}
