namespace KServe;

/// <summary>Gives names, sizes and .NET types of tensor data types.</summary>
public static class TensorDataTypes
{
    private static readonly string[] Names =
    [
        "", "BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "FP32", "FP64",
        "BYTES", "BF16",
    ];

    private static ReadOnlySpan<byte> Sizes => [0, 1, 1, 2, 4, 8, 1, 2, 4, 8, 2, 4, 8, 0, 2];

    /// <summary>Gets the name on the wire, like <c>FP32</c>.</summary>
    /// <param name="dataType">A known data type.</param>
    /// <returns>The name, empty for <see cref="TensorDataType.None"/>.</returns>
    public static string GetName(this TensorDataType dataType) =>
        (byte)dataType < Names.Length ? Names[(byte)dataType] : "";

    /// <summary>Gets the bytes of one element.</summary>
    /// <param name="dataType">A known data type.</param>
    /// <returns>1, 2, 4 or 8; 0 for <see cref="TensorDataType.BYTES"/>, whose elements differ in length.</returns>
    public static int GetElementSize(this TensorDataType dataType) =>
        (byte)dataType < Sizes.Length ? Sizes[(byte)dataType] : 0;

    /// <summary>Tells whether the type has only a binary form, no JSON form.</summary>
    /// <param name="dataType">A data type.</param>
    /// <returns><see langword="true"/> for FP16 and BF16.</returns>
    public static bool IsBinaryOnly(this TensorDataType dataType) =>
        dataType is TensorDataType.FP16 or TensorDataType.BF16;

    /// <summary>Reads a data type from its case-sensitive name.</summary>
    /// <param name="name">The name on the wire.</param>
    /// <param name="dataType">The data type, or <see cref="TensorDataType.None"/>.</param>
    /// <returns><see langword="true"/> when the name is known.</returns>
    public static bool TryParse(ReadOnlySpan<char> name, out TensorDataType dataType)
    {
        for (var i = 1; i < Names.Length; i++)
        {
            if (name.SequenceEqual(Names[i]))
            {
                dataType = (TensorDataType)i;
                return true;
            }
        }

        dataType = TensorDataType.None;
        return false;
    }

    /// <summary>Reads a data type from its case-sensitive name in UTF-8.</summary>
    /// <param name="utf8Name">The name on the wire.</param>
    /// <param name="dataType">The data type, or <see cref="TensorDataType.None"/>.</param>
    /// <returns><see langword="true"/> when the name is known.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8Name, out TensorDataType dataType)
    {
        dataType = TensorDataType.None;
        if (utf8Name.Length is < 4 or > 6)
        {
            return false;
        }

        Span<char> name = stackalloc char[6];
        for (var i = 0; i < utf8Name.Length; i++)
        {
            name[i] = (char)utf8Name[i];
        }

        return TryParse(name[..utf8Name.Length], out dataType);
    }

    /// <summary>Tells whether elements of a data type can be viewed as a .NET type.</summary>
    /// <typeparam name="T">The element type, like <see cref="float"/>; BF16 is viewed as <see
    /// cref="ushort"/>.</typeparam>
    /// <param name="dataType">The data type.</param>
    /// <returns><see langword="true"/> when the layouts are the same.</returns>
    public static bool IsStoredAs<T>(this TensorDataType dataType)
        where T : unmanaged => dataType switch
        {
            TensorDataType.BOOL => typeof(T) == typeof(bool) || typeof(T) == typeof(byte),
            TensorDataType.UINT8 => typeof(T) == typeof(byte),
            TensorDataType.UINT16 => typeof(T) == typeof(ushort),
            TensorDataType.UINT32 => typeof(T) == typeof(uint),
            TensorDataType.UINT64 => typeof(T) == typeof(ulong),
            TensorDataType.INT8 => typeof(T) == typeof(sbyte),
            TensorDataType.INT16 => typeof(T) == typeof(short),
            TensorDataType.INT32 => typeof(T) == typeof(int),
            TensorDataType.INT64 => typeof(T) == typeof(long),
            TensorDataType.FP16 => typeof(T) == typeof(Half),
            TensorDataType.FP32 => typeof(T) == typeof(float),
            TensorDataType.FP64 => typeof(T) == typeof(double),
            TensorDataType.BF16 => typeof(T) == typeof(ushort),
            _ => false,
        };

    /// <summary>Gets the data type that stores a .NET type.</summary>
    /// <typeparam name="T">A primitive number, <see cref="bool"/> or <see cref="Half"/>.</typeparam>
    /// <returns>The data type.</returns>
    /// <exception cref="NotSupportedException">The protocol has no data type for the .NET type.</exception>
    public static TensorDataType Of<T>()
        where T : unmanaged =>
        typeof(T) == typeof(bool) ? TensorDataType.BOOL
        : typeof(T) == typeof(byte) ? TensorDataType.UINT8
        : typeof(T) == typeof(ushort) ? TensorDataType.UINT16
        : typeof(T) == typeof(uint) ? TensorDataType.UINT32
        : typeof(T) == typeof(ulong) ? TensorDataType.UINT64
        : typeof(T) == typeof(sbyte) ? TensorDataType.INT8
        : typeof(T) == typeof(short) ? TensorDataType.INT16
        : typeof(T) == typeof(int) ? TensorDataType.INT32
        : typeof(T) == typeof(long) ? TensorDataType.INT64
        : typeof(T) == typeof(Half) ? TensorDataType.FP16
        : typeof(T) == typeof(float) ? TensorDataType.FP32
        : typeof(T) == typeof(double) ? TensorDataType.FP64
        : throw new NotSupportedException($"The protocol has no data type for elements of {typeof(T).Name}.");
}
