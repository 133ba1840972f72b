using System.Text;

namespace KServe.Runtime.Pickle.Arrays;

/// <summary>A numpy array or scalar: type, shape and bytes, in C order unless <see cref="IsFortranOrder"/>.</summary>
/// <remarks>Made only by readers that have checked that the bytes hold exactly the elements of the shape.</remarks>
internal sealed class NumpyArray(NumpyType type, int[] shape, ReadOnlyMemory<byte> data)
{
    private static readonly UTF32Encoding Utf32 = new(bigEndian: false, byteOrderMark: false);

    private bool _isFortranOrder;
    private IReadOnlyList<object?> _objects = [];

    public NumpyType Type { get; private set; } = type;

    public int[] Shape { get; private set; } = shape;

    /// <summary>Gets the bytes as they lie in the file; see <see cref="GetOrderedBytes"/>.</summary>
    public ReadOnlyMemory<byte> Data { get; private set; } = data;

    public bool IsFortranOrder { get => _isFortranOrder; init => _isFortranOrder = value; }

    /// <summary>Gets the elements of an array of Python values, in C order; empty for any other.</summary>
    public IReadOnlyList<object?> Objects { get => _objects; init => _objects = value; }

    public int Count => NumpyArrayFactory.Count(Shape);

    public bool IsNumeric =>
        Type.Kind is NumpyKind.Boolean or NumpyKind.Signed or NumpyKind.Unsigned or NumpyKind.Float;

    /// <summary>Gets the elements' bytes in C order, each number's low byte first; copies if need be.</summary>
    /// <remarks>The fields of records keep their byte order.</remarks>
    public ReadOnlySpan<byte> GetOrderedBytes() => NumpyElements.GetOrdered(this);

    /// <summary>Reads all numbers in C order.</summary>
    /// <exception cref="InvalidDataException">The elements are not numbers.</exception>
    public double[] ToDoubles() => Convert<double>(IsNumeric);

    /// <summary>Reads all numbers in C order, rounded to 32 bits.</summary>
    /// <exception cref="InvalidDataException">The elements are not numbers.</exception>
    public float[] ToSingles() => Convert<float>(IsNumeric);

    /// <summary>Reads all integers in C order.</summary>
    /// <exception cref="InvalidDataException">The elements are not integers, or larger than 63 bits.</exception>
    public long[] ToIntegers()
    {
        var integers = Convert<long>(IsNumeric && Type.Kind != NumpyKind.Float);
        return Type is { Kind: NumpyKind.Unsigned, ItemSize: sizeof(ulong) }
            && integers.AsSpan().IndexOfAnyInRange(long.MinValue, -1) >= 0
                ? throw new InvalidDataException("an integer of more than 63 bits")
                : integers;
    }

    /// <summary>Reads the real and the imaginary parts of all complex numbers in C order.</summary>
    /// <exception cref="InvalidDataException">The elements are not complex numbers.</exception>
    public double[] ToComplexParts() => Convert<double>(Type.Kind == NumpyKind.Complex);

    /// <summary>Reads all texts in C order; <see langword="null"/> stands for a missing one.</summary>
    /// <exception cref="InvalidDataException">An element is no text.</exception>
    public string?[] ToTexts()
    {
        if (Type.Kind == NumpyKind.Object)
        {
            return [.. Objects.Select(static value => value is null or string
                ? value as string
                : throw new InvalidDataException("an array of texts was expected"))];
        }

        if (Type.Kind is not (NumpyKind.Text or NumpyKind.Bytes))
        {
            throw Unexpected();
        }

        var ordered = GetOrderedBytes();
        var texts = new string?[Count];
        for (var i = 0; i < texts.Length; i++)
        {
            var item = ordered.Slice(i * Type.ItemSize, Type.ItemSize);
            texts[i] = Type.Kind == NumpyKind.Bytes
                ? Encoding.UTF8.GetString(item.TrimEnd((byte)0))
                : Utf32.GetString(item).TrimEnd('\0');
        }

        return texts;
    }

    /// <summary>Gives an array its content, which pickles bring after its creation.</summary>
    /// <remarks>For <see cref="NumpyArrayFactory"/> only, which checks.</remarks>
    public void Assign(
        NumpyType type,
        int[] shape,
        ReadOnlyMemory<byte> data,
        bool isFortranOrder,
        IReadOnlyList<object?> objects)
    {
        Type = type;
        Shape = shape;
        Data = data;
        _isFortranOrder = isFortranOrder;
        _objects = objects;
    }

    private T[] Convert<T>(bool isSuitable)
        where T : System.Numerics.INumberBase<T> =>
        isSuitable ? NumpyElements.Convert<T>(Type, GetOrderedBytes()) : throw Unexpected();

    private InvalidDataException Unexpected() => new($"an array of {Type.Kind} elements was not expected");
}
