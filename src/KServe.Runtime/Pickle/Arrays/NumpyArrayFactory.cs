namespace KServe.Runtime.Pickle.Arrays;

/// <summary>Makes arrays of checked sizes from parts that a file declares.</summary>
internal static class NumpyArrayFactory
{
    // numpy 2 allows 64 dimensions, older ones 32
    private const int MostDimensions = 64;

    // elements without bytes cost nothing in a file: only texts of no character are sound, and few
    private const int MostEmptyElements = 1_000_000;

    /// <summary>Reads a shape: a tuple of lengths, or one length.</summary>
    public static int[] ReadShape(object? value)
    {
        if (value is long single)
        {
            value = new object?[] { single };
        }

        if (value is not object?[] { Length: <= MostDimensions } lengths)
        {
            throw new InvalidDataException("the shape of an array is no tuple of integers");
        }

        var shape = new int[lengths.Length];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = lengths[i] is long length and >= 0 and <= int.MaxValue
                ? (int)length
                : throw new InvalidDataException("the shape of an array holds something else than a length");
        }

        return shape;
    }

    /// <summary>Computes how many elements a shape has.</summary>
    /// <exception cref="InvalidDataException">More than an array can hold.</exception>
    public static int Count(ReadOnlySpan<int> shape)
    {
        // the lengths beside a zero count too: their product is computed by whoever walks the array
        var product = 1L;
        var isEmpty = false;
        foreach (var length in shape)
        {
            isEmpty |= length == 0;
            product *= Math.Max(1, length);
            if (product > int.MaxValue)
            {
                throw new InvalidDataException("an array has more elements than are supported");
            }
        }

        return isEmpty ? 0 : (int)product;
    }

    /// <summary>Computes how many bytes the elements of an array take.</summary>
    public static long ByteCount(NumpyType type, ReadOnlySpan<int> shape)
    {
        var count = Count(shape);
        return type.ItemSize > 0 || count <= MostEmptyElements
            ? (long)count * type.ItemSize
            : throw new InvalidDataException("an array has too many elements of no bytes");
    }

    /// <summary>Makes an array of bytes.</summary>
    public static NumpyArray Create(NumpyType type, int[] shape, ReadOnlyMemory<byte> data, bool isFortranOrder)
    {
        var result = new NumpyArray(type, shape, default);
        Fill(result, type, shape, data, isFortranOrder);
        return result;
    }

    /// <summary>Gives an array its type, shape and bytes.</summary>
    public static void Fill(
        NumpyArray array,
        NumpyType type,
        int[] shape,
        ReadOnlyMemory<byte> data,
        bool isFortranOrder)
    {
        if (type.Kind == NumpyKind.Object)
        {
            throw new InvalidDataException("an array of Python values holds plain bytes");
        }

        var expected = ByteCount(type, shape);
        if (expected != data.Length)
        {
            throw new InvalidDataException($"an array of {expected} bytes has {data.Length}");
        }

        array.Assign(type, shape, data, isFortranOrder && shape.Length > 1, []);
    }

    /// <summary>Gives an array its Python values, which numpy writes in C order whatever its own order.</summary>
    public static void Fill(NumpyArray array, NumpyType type, int[] shape, IReadOnlyList<object?> values)
    {
        if (type.Kind != NumpyKind.Object || Count(shape) != values.Count)
        {
            throw new InvalidDataException("an array of Python values has another number of them than its shape");
        }

        // a copy: the pickle may go on to append to its list
        array.Assign(type, shape, default, isFortranOrder: false, [.. values]);
    }
}
