using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace KServe;

/// <summary>Holds a named tensor: data type, shape and contiguous little-endian row-major memory.</summary>
/// <remarks>
/// Not safe for concurrent writes. The tensor owns its memory when it was rented or given an owner; dispose returns it.
/// The request or response that a tensor belongs to disposes it. <see cref="TensorDataType.BYTES"/> keeps the layout of
/// the protocol: for each element a length of 4 bytes, then the bytes; see <see cref="BytesTensor"/>.
/// </remarks>
public sealed partial class InferTensor : IDisposable
{
    private readonly Memory<byte> _data;
    private IMemoryOwner<byte>? _owner;
    private InferParameters? _parameters;
    private bool _disposed;

    private InferTensor(
        string name,
        TensorDataType dataType,
        TensorShape shape,
        Memory<byte> data,
        IMemoryOwner<byte>? owner)
    {
        Name = name;
        DataType = dataType;
        Shape = shape;
        _data = data;
        _owner = owner;
    }

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Gets the data type of the elements.</summary>
    public TensorDataType DataType { get; }

    /// <summary>Gets the shape.</summary>
    public TensorShape Shape { get; }

    /// <summary>Gets the bytes of all elements.</summary>
    /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
    public Memory<byte> Data
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _data;
        }
    }

    /// <summary>Gets or sets which BYTES elements are missing, as ascending positions; none by default.</summary>
    /// <remarks>
    /// A missing element is <see langword="null"/> in JSON and has no bytes. The binary protocols have no form for it:
    /// there it is an empty text. Numbers need no such list, because a missing one is NaN.
    /// </remarks>
    public ReadOnlyMemory<int> MissingElements { get; set; }

    /// <summary>Gets the parameters that travel with the tensor.</summary>
    public InferParameters Parameters => _parameters ??= new InferParameters();

    /// <summary>Tells whether the tensor has parameters, without creating any.</summary>
    public bool HasParameters => _parameters is { Count: > 0 };

    /// <summary>Views the elements as a .NET type.</summary>
    /// <typeparam name="T">The type that <see cref="TensorDataTypes.IsStoredAs{T}"/> names.</typeparam>
    /// <returns>All elements, row-major.</returns>
    /// <exception cref="InferenceException">The tensor holds elements of another type.</exception>
    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        if (!DataType.IsStoredAs<T>())
        {
            throw InferenceException.InvalidArgument(
                $"tensor '{Name}' holds {DataType.GetName()}, which cannot be read as the type asked for");
        }

        return MemoryMarshal.Cast<byte, T>(Data.Span);
    }

    /// <summary>Views the elements as a tensor span with the tensor's shape.</summary>
    /// <typeparam name="T">The type that <see cref="TensorDataTypes.IsStoredAs{T}"/> names.</typeparam>
    /// <returns>A view of the same memory.</returns>
    /// <exception cref="InferenceException">The tensor holds elements of another type.</exception>
    public TensorSpan<T> AsTensorSpan<T>()
        where T : unmanaged
    {
        var elements = AsSpan<T>();
        Span<nint> lengths = stackalloc nint[Shape.Rank];
        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] = checked((nint)Shape[i]);
        }

        return new TensorSpan<T>(elements, lengths);
    }

    /// <summary>Views the same memory under another name, without owning it.</summary>
    /// <param name="name">The name of the view.</param>
    /// <returns>A tensor whose dispose leaves the memory alone; it must not outlive this one.</returns>
    public InferTensor Alias(string name) =>
        new(name, DataType, Shape, Data, owner: null) { MissingElements = MissingElements };

    /// <summary>Returns the memory that the tensor owns; a second call does nothing.</summary>
    public void Dispose()
    {
        _disposed = true;
        _owner?.Dispose();
        _owner = null;
    }

    /// <summary>Writes name, data type and shape.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => $"{Name} {DataType.GetName()}{Shape}";
}
