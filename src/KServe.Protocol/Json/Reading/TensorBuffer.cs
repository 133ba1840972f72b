using System.Buffers;

namespace KServe.Protocol;

/// <summary>Collects the bytes of a tensor of unknown length in memory of a <see cref="TensorPool"/>.</summary>
internal sealed class TensorBuffer(TensorPool? pool = null) : IDisposable
{
    private const int FirstCapacity = 1024;
    private TensorPool? _pool = pool;
    private IMemoryOwner<byte>? _owner;
    private Memory<byte> _memory;
    private int _length;
    private List<int>? _missing;

    public Span<byte> Written => _memory.Span[.._length];

    private TensorPool Pool => _pool ?? throw new InvalidOperationException("the buffer has no pool to rent from");

    /// <summary>Says where memory is rented until <see cref="Dispose"/>; then it may be used again.</summary>
    public void Begin(TensorPool pool) => _pool = pool;

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
        _owner ??= Pool.Rent(0);
        var tensor = InferTensor.FromMemory(name, dataType, shape, _memory[.._length], _owner);
        tensor.MissingElements = _missing?.ToArray();
        (_owner, _memory, _length, _missing) = (null, default, 0, null);
        return tensor;
    }

    public void Dispose()
    {
        _owner?.Dispose();
        (_pool, _owner, _memory, _length, _missing) = (null, null, default, 0, null);
    }

    private void Grow(int count)
    {
        var needed = (long)_length + count;
        if (needed > Array.MaxLength)
        {
            throw InferenceException.InvalidArgument("a tensor is larger than a tensor can be");
        }

        var capacity = (int)Math.Clamp(needed * 2, FirstCapacity, Array.MaxLength);
        var larger = Pool.Rent(capacity);
        Written.CopyTo(larger.Memory.Span);
        _owner?.Dispose();
        (_owner, _memory) = (larger, larger.Memory);
    }
}
