using System.Buffers;

namespace KServe.Protocol;

/// <summary>Collects the bytes of a tensor of unknown length in memory of a <see cref="TensorPool"/>.</summary>
internal sealed class TensorBuffer(TensorPool pool) : IDisposable
{
    private const int FirstCapacity = 1024;
    private IMemoryOwner<byte>? _owner;
    private Memory<byte> _memory;
    private int _length;
    private List<int>? _missing;

    public Span<byte> Written => _memory.Span[.._length];

    /// <summary>Gets free memory; <see cref="Commit"/> follows.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_memory.Length - _length < count)
        {
            Grow(count);
        }

        return _memory.Span[_length..];
    }

    public void Commit(int count) => _length += count;

    /// <summary>Forgets what was written behind a length.</summary>
    public void Truncate(int length) => _length = length;

    /// <summary>Adds an element of BYTES that is missing.</summary>
    /// <param name="index">Its position among the elements.</param>
    public void AddMissing(int index)
    {
        (_missing ??= []).Add(index);
        Reserve(sizeof(uint))[..sizeof(uint)].Clear();
        Commit(sizeof(uint));
    }

    /// <summary>Hands the memory over to a tensor.</summary>
    public InferTensor ToTensor(string name, TensorDataType dataType, TensorShape shape)
    {
        _owner ??= pool.Rent(0);
        var tensor = InferTensor.FromMemory(name, dataType, shape, _memory[.._length], _owner);
        tensor.MissingElements = _missing?.ToArray();
        (_owner, _memory, _length, _missing) = (null, default, 0, null);
        return tensor;
    }

    public void Dispose()
    {
        _owner?.Dispose();
        _owner = null;
        _memory = default;
    }

    private void Grow(int count)
    {
        var needed = (long)_length + count;
        if (needed > Array.MaxLength)
        {
            throw InferenceException.InvalidArgument("a tensor is larger than a tensor can be");
        }

        var capacity = (int)Math.Clamp(needed * 2, FirstCapacity, Array.MaxLength);
        var larger = pool.Rent(capacity);
        Written.CopyTo(larger.Memory.Span);
        _owner?.Dispose();
        (_owner, _memory) = (larger, larger.Memory);
    }
}
