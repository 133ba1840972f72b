using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace KServe;

/// <summary>Reads and builds tensors of byte strings.</summary>
/// <remarks>
/// The layout is that of the Open Inference Protocol's raw form: per element a little-endian unsigned length of 4
/// bytes,
/// then that many bytes, without padding.
/// </remarks>
public static class BytesTensor
{
    /// <summary>Enumerates the elements of a tensor of byte strings.</summary>
    /// <param name="tensor">A tensor of <see cref="TensorDataType.BYTES"/>.</param>
    /// <returns>An enumerable over spans of the tensor's memory.</returns>
    /// <exception cref="InferenceException">The tensor holds elements of another type.</exception>
    public static BytesElements EnumerateBytes(this InferTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.DataType != TensorDataType.BYTES)
        {
            throw InferenceException.InvalidArgument(
                $"tensor '{tensor.Name}' holds {tensor.DataType.GetName()}, not BYTES");
        }

        return new BytesElements(tensor.Data.Span);
    }

    /// <summary>Reads all elements as UTF-8 text.</summary>
    /// <param name="tensor">A tensor of <see cref="TensorDataType.BYTES"/>.</param>
    /// <returns>One string per element, empty for a missing one; invalid UTF-8 becomes U+FFFD.</returns>
    /// <exception cref="InferenceException">The tensor holds elements of another type.</exception>
    public static string[] ToStrings(this InferTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var texts = new string[checked((int)tensor.Shape.GetElementCount())];
        var index = 0;
        foreach (var element in tensor.EnumerateBytes())
        {
            texts[index++] = Encoding.UTF8.GetString(element);
        }

        return texts;
    }

    /// <summary>Reads all elements as UTF-8 text, with <see langword="null"/> for missing ones.</summary>
    /// <param name="tensor">A tensor of <see cref="TensorDataType.BYTES"/>.</param>
    /// <returns>One string or <see langword="null"/> per element; invalid UTF-8 becomes U+FFFD.</returns>
    /// <exception cref="InferenceException">The tensor holds elements of another type.</exception>
    public static string?[] ToNullableStrings(this InferTensor tensor)
    {
        string?[] texts = tensor.ToStrings();
        foreach (var index in tensor.MissingElements.Span)
        {
            texts[index] = null;
        }

        return texts;
    }

    /// <summary>Builds a tensor from texts, as UTF-8.</summary>
    /// <param name="pool">The pool, usually <see cref="InferRequest.Pool"/>.</param>
    /// <param name="name">The name.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="texts">One text per element, row-major; <see langword="null"/> for a missing one.</param>
    /// <returns>A tensor that owns its memory.</returns>
    /// <exception cref="InferenceException">Shape and number of texts differ, or 2 GiB are exceeded.</exception>
    public static InferTensor Rent(TensorPool pool, string name, TensorShape shape, params ReadOnlySpan<string?> texts)
    {
        ArgumentNullException.ThrowIfNull(pool);
        if (shape.GetElementCount() != texts.Length)
        {
            throw InferenceException.InvalidArgument(
                $"tensor '{name}' of shape {shape} needs {shape.GetElementCount()} elements, got {texts.Length}");
        }

        long length = 0;
        foreach (var text in texts)
        {
            length += sizeof(uint) + Encoding.UTF8.GetByteCount(text ?? "");
        }

        if (length > int.MaxValue)
        {
            throw InferenceException.InvalidArgument($"tensor '{name}' is larger than a tensor can be");
        }

        var owner = pool.Rent((int)length);
        var rest = owner.Memory.Span;
        List<int>? missing = null;
        for (var i = 0; i < texts.Length; i++)
        {
            if (texts[i] is null)
            {
                (missing ??= []).Add(i);
            }

            var written = Encoding.UTF8.GetBytes(texts[i] ?? "", rest[sizeof(uint)..]);
            BinaryPrimitives.WriteUInt32LittleEndian(rest, (uint)written);
            rest = rest[(sizeof(uint) + written)..];
        }

        var tensor = InferTensor.FromMemory(name, TensorDataType.BYTES, shape, owner.Memory, owner);
        tensor.MissingElements = missing?.ToArray();
        return tensor;
    }

    /// <summary>Checks that memory holds exactly a number of elements.</summary>
    /// <param name="name">The tensor's name, for the error.</param>
    /// <param name="data">Memory in the layout of this type.</param>
    /// <param name="expected">The number of elements that the shape asks for.</param>
    /// <exception cref="InferenceException">A length runs past the end, or the number differs.</exception>
    public static void Validate(string name, ReadOnlySpan<byte> data, long expected)
    {
        long count = 0;
        while (!data.IsEmpty)
        {
            if (data.Length < sizeof(uint)
                || BinaryPrimitives.ReadUInt32LittleEndian(data) > (uint)(data.Length - sizeof(uint)))
            {
                throw InferenceException.InvalidArgument(
                    $"tensor '{name}' of BYTES: element {count} runs past the end of the data");
            }

            data = data[(sizeof(uint) + (int)BinaryPrimitives.ReadUInt32LittleEndian(data))..];
            count++;
        }

        if (count != expected)
        {
            throw InferenceException.InvalidArgument(
                $"tensor '{name}' of BYTES: the shape needs {expected} elements, got {count}");
        }
    }
}
