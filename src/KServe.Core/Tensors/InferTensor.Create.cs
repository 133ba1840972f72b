using System.Buffers;
using System.Runtime.InteropServices;

namespace KServe;

public sealed partial class InferTensor
{
    /// <summary>Rents a tensor of fixed-size elements with unspecified content.</summary>
    /// <param name="pool">The pool, usually <see cref="InferRequest.Pool"/>.</param>
    /// <param name="name">The name.</param>
    /// <param name="dataType">Any data type but <see cref="TensorDataType.BYTES"/>.</param>
    /// <param name="shape">The shape; its product times the element size must stay below 2 GiB.</param>
    /// <returns>A tensor that owns its memory.</returns>
    /// <exception cref="InferenceException">The shape is unknown or too large.</exception>
    public static InferTensor Rent(TensorPool pool, string name, TensorDataType dataType, TensorShape shape)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(name);
        var owner = pool.Rent(GetByteLength(name, dataType, shape));
        return new InferTensor(name, dataType, shape, owner.Memory, owner);
    }

    /// <summary>Copies values into a rented tensor.</summary>
    /// <typeparam name="T">The element type; <see cref="TensorDataTypes.Of{T}"/> gives the data type.</typeparam>
    /// <param name="pool">The pool, usually <see cref="InferRequest.Pool"/>.</param>
    /// <param name="name">The name.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="values">The values, row-major, as many as the shape says.</param>
    /// <returns>A tensor that owns its memory.</returns>
    /// <exception cref="InferenceException">The shape and the number of values differ.</exception>
    public static InferTensor Rent<T>(TensorPool pool, string name, TensorShape shape, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        RequireElements(name, shape, values.Length);
        var tensor = Rent(pool, name, TensorDataTypes.Of<T>(), shape);
        values.CopyTo(tensor.AsSpan<T>());
        return tensor;
    }

    /// <summary>Copies values into a tensor on the managed heap.</summary>
    /// <typeparam name="T">The element type; <see cref="TensorDataTypes.Of{T}"/> gives the data type.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="values">The values, row-major, as many as the shape says.</param>
    /// <returns>A tensor that needs no dispose.</returns>
    /// <exception cref="InferenceException">The shape and the number of values differ.</exception>
    public static InferTensor Create<T>(string name, TensorShape shape, params ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(name);
        RequireElements(name, shape, values.Length);
        return new InferTensor(
            name, TensorDataTypes.Of<T>(), shape, MemoryMarshal.AsBytes(values).ToArray(), owner: null);
    }

    /// <summary>Wraps memory that something else owns, without a copy.</summary>
    /// <param name="name">The name.</param>
    /// <param name="dataType">The data type.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="data">Little-endian row-major bytes; for BYTES the layout of <see cref="BytesTensor"/>.</param>
    /// <param name="owner">Disposed with the tensor; <see langword="null"/> when nothing is to be returned.</param>
    /// <returns>A tensor over the memory.</returns>
    /// <exception cref="InferenceException">Shape and length differ, or the BYTES layout is broken.</exception>
    public static InferTensor FromMemory(
        string name,
        TensorDataType dataType,
        TensorShape shape,
        Memory<byte> data,
        IMemoryOwner<byte>? owner = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (dataType == TensorDataType.BYTES)
        {
            BytesTensor.Validate(name, data.Span, shape.GetElementCount());
        }
        else if (data.Length != GetByteLength(name, dataType, shape))
        {
            throw InferenceException.InvalidArgument(
                $"tensor '{name}' of {dataType.GetName()} {shape} needs "
                + $"{GetByteLength(name, dataType, shape)} bytes, got {data.Length}");
        }

        return new InferTensor(name, dataType, shape, data, owner);
    }

    /// <summary>Gets the bytes that fixed-size elements take.</summary>
    /// <param name="name">The name, for the error.</param>
    /// <param name="dataType">Any data type but <see cref="TensorDataType.BYTES"/>.</param>
    /// <param name="shape">The shape.</param>
    /// <returns>The length in bytes.</returns>
    /// <exception cref="InferenceException">
    /// The type has no fixed size, a dimension is unknown, or 2 GiB are exceeded.
    /// </exception>
    public static int GetByteLength(string name, TensorDataType dataType, TensorShape shape)
    {
        var size = dataType.GetElementSize();
        if (size == 0)
        {
            throw InferenceException.InvalidArgument($"tensor '{name}' needs a data type of fixed size");
        }

        if (!TensorShape.TryGetElementCount(shape.Dimensions, out var count) || count > int.MaxValue / size)
        {
            throw InferenceException.InvalidArgument(
                $"tensor '{name}' of {dataType.GetName()} {shape} is larger than a tensor can be");
        }

        return (int)count * size;
    }

    private static void RequireElements(string name, TensorShape shape, int count)
    {
        if (shape.GetElementCount() != count)
        {
            throw InferenceException.InvalidArgument(
                $"tensor '{name}' of shape {shape} needs {shape.GetElementCount()} elements, got {count}");
        }
    }
}
