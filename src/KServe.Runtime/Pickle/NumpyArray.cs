using System.Buffers.Binary;
using System.Text;

namespace KServe.Runtime.Pickle;

/// <summary>A numpy array or scalar: type, shape and bytes, in C order unless <see cref="IsFortranOrder"/>.</summary>
/// <remarks>Made only by readers that have checked that the bytes hold exactly the elements of the shape.</remarks>
internal sealed class NumpyArray(NumpyType type, int[] shape, ReadOnlyMemory<byte> data)
{
    private bool _isFortranOrder;
    private IReadOnlyList<object?> _objects = [];

    public NumpyType Type { get; private set; } = type;

    public int[] Shape { get; private set; } = shape;

    public ReadOnlyMemory<byte> Data { get; private set; } = data;

    public bool IsFortranOrder { get => _isFortranOrder; init => _isFortranOrder = value; }

    /// <summary>Gets the elements of an array of Python values; empty for any other.</summary>
    public IReadOnlyList<object?> Objects { get => _objects; init => _objects = value; }

    public int Count => Shape.Aggregate(1, static (product, length) => checked(product * length));

    public bool IsNumeric =>
        Type.Kind is NumpyKind.Boolean or NumpyKind.Signed or NumpyKind.Unsigned or NumpyKind.Float;

    /// <summary>Reads all numbers in C order.</summary>
    /// <exception cref="InvalidDataException">The elements are not numbers.</exception>
    public double[] ToDoubles() => Convert(IsNumeric, static (type, item) => ReadDouble(type, item));

    /// <summary>Reads all integers in C order.</summary>
    /// <exception cref="InvalidDataException">The elements are not integers, or larger than 63 bits.</exception>
    public long[] ToIntegers() => Convert(
        IsNumeric && Type.Kind != NumpyKind.Float, static (type, item) => ReadInteger(type, item));

    /// <summary>Reads all texts in C order; <see langword="null"/> stands for a missing one.</summary>
    /// <exception cref="InvalidDataException">An element is no text.</exception>
    public string?[] ToTexts() => Type.Kind == NumpyKind.Object
        ? [.. Objects.Select(static value => value is null or string
            ? value as string
            : throw new InvalidDataException("an array of texts was expected"))]
        : Convert<string?>(Type.Kind is NumpyKind.Text or NumpyKind.Bytes, static (type, item) => ReadText(type, item));

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

    private static double ReadDouble(NumpyType type, ReadOnlySpan<byte> item) => (type.Kind, type.ItemSize) switch
    {
        (NumpyKind.Float, 8) => type.IsBigEndian
            ? BinaryPrimitives.ReadDoubleBigEndian(item) : BinaryPrimitives.ReadDoubleLittleEndian(item),
        (NumpyKind.Float, 4) => type.IsBigEndian
            ? BinaryPrimitives.ReadSingleBigEndian(item) : BinaryPrimitives.ReadSingleLittleEndian(item),
        (NumpyKind.Float, 2) => (double)(type.IsBigEndian
            ? BinaryPrimitives.ReadHalfBigEndian(item) : BinaryPrimitives.ReadHalfLittleEndian(item)),
        (NumpyKind.Unsigned, 8) => type.IsBigEndian
            ? BinaryPrimitives.ReadUInt64BigEndian(item) : BinaryPrimitives.ReadUInt64LittleEndian(item),
        _ => ReadInteger(type, item),
    };

    private static long ReadInteger(NumpyType type, ReadOnlySpan<byte> item) => (type.Kind, type.ItemSize) switch
    {
        (NumpyKind.Boolean, 1) => item[0] == 0 ? 0 : 1,
        (NumpyKind.Signed, 1) => (sbyte)item[0],
        (NumpyKind.Unsigned, 1) => item[0],
        (NumpyKind.Signed, 2) => type.IsBigEndian
            ? BinaryPrimitives.ReadInt16BigEndian(item) : BinaryPrimitives.ReadInt16LittleEndian(item),
        (NumpyKind.Unsigned, 2) => type.IsBigEndian
            ? BinaryPrimitives.ReadUInt16BigEndian(item) : BinaryPrimitives.ReadUInt16LittleEndian(item),
        (NumpyKind.Signed, 4) => type.IsBigEndian
            ? BinaryPrimitives.ReadInt32BigEndian(item) : BinaryPrimitives.ReadInt32LittleEndian(item),
        (NumpyKind.Unsigned, 4) => type.IsBigEndian
            ? BinaryPrimitives.ReadUInt32BigEndian(item) : BinaryPrimitives.ReadUInt32LittleEndian(item),
        (NumpyKind.Signed, 8) => type.IsBigEndian
            ? BinaryPrimitives.ReadInt64BigEndian(item) : BinaryPrimitives.ReadInt64LittleEndian(item),
        (NumpyKind.Unsigned, 8) => (type.IsBigEndian
            ? BinaryPrimitives.ReadUInt64BigEndian(item) : BinaryPrimitives.ReadUInt64LittleEndian(item)) is var number
            && number <= long.MaxValue
                ? (long)number
                : throw new InvalidDataException("an integer of more than 63 bits"),
        _ => throw new InvalidDataException($"numbers of {type.ItemSize} bytes are not read"),
    };

    private static string ReadText(NumpyType type, ReadOnlySpan<byte> item) => type.Kind == NumpyKind.Bytes
        ? Encoding.UTF8.GetString(item.TrimEnd((byte)0))
        : (type.IsBigEndian ? new UTF32Encoding(bigEndian: true, byteOrderMark: false) : Encoding.UTF32)
            .GetString(item).TrimEnd('\0');

    private T[] Convert<T>(bool isSuitable, ReadItem<T> read)
    {
        if (!isSuitable)
        {
            throw new InvalidDataException($"an array of {Type.Kind} elements was not expected");
        }

        var result = new T[Count];
        var strides = GetElementStrides();
        Span<int> index = stackalloc int[Shape.Length];
        var at = 0;
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = read(Type, Data.Span.Slice(at * Type.ItemSize, Type.ItemSize));
            for (var d = Shape.Length - 1; d >= 0; d--)
            {
                at += strides[d];
                if (++index[d] < Shape[d])
                {
                    break;
                }

                at -= strides[d] * Shape[d];
                index[d] = 0;
            }
        }

        return result;
    }

    private int[] GetElementStrides()
    {
        var strides = new int[Shape.Length];
        var stride = 1;
        for (var i = 0; i < strides.Length; i++)
        {
            var d = IsFortranOrder ? i : strides.Length - 1 - i;
            strides[d] = stride;
            stride *= Shape[d];
        }

        return strides;
    }

    private delegate T ReadItem<T>(NumpyType type, ReadOnlySpan<byte> item);
}
