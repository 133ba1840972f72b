using System.Globalization;

namespace KServe.Runtime.Pickle.Arrays;

/// <summary>Reads the short names of numpy data types, like <c>&lt;f8</c>, <c>|b1</c> or <c>&lt;M8[ns]</c>.</summary>
/// <remarks>Source: numpy's "array protocol type strings".</remarks>
internal static class NumpyTypeParser
{
    private const int LargestItem = 16 * 1024 * 1024;

    /// <exception cref="InvalidDataException">There is no such type, or it is not read.</exception>
    public static NumpyType Parse(string name)
    {
        ReadOnlySpan<char> rest = name;
        var isBigEndian = rest.StartsWith('>');
        rest = rest.TrimStart("<>|=");
        var unit = rest.IndexOf('[');
        if (unit >= 0 && rest.EndsWith(']'))
        {
            rest = rest[..unit];
        }

        if (rest.IsEmpty || name.Length - rest.Length > 16)
        {
            throw Unknown(name);
        }

        var digits = rest[1..];
        var size = 0;
        if (!digits.IsEmpty
            && !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out size))
        {
            throw Unknown(name);
        }

        var type = Create(rest[0], digits.IsEmpty ? null : size, unit >= 0) ?? throw Unknown(name);
        return type.ItemSize <= LargestItem
            ? type with { IsBigEndian = isBigEndian && type.ItemSize > 1 && type.Kind != NumpyKind.Bytes }
            : throw new InvalidDataException($"elements of {type.ItemSize} bytes are not supported");
    }

    private static NumpyType? Create(char code, int? size, bool hasUnit) => (code, size) switch
    {
        ('M' or 'm', 8 or null) => new(NumpyKind.Time, 8),
        _ when hasUnit => null,
        ('b', 1) or ('?', null) => new(NumpyKind.Boolean, 1),
        ('i', 1 or 2 or 4 or 8) => new(NumpyKind.Signed, size.Value),
        ('u', 1 or 2 or 4 or 8) => new(NumpyKind.Unsigned, size.Value),
        ('f', 2 or 4 or 8) => new(NumpyKind.Float, size.Value),
        ('c', 8 or 16) => new(NumpyKind.Complex, size.Value),
        ('U', >= 0 and <= LargestItem) => new(NumpyKind.Text, 4 * size.Value),
        ('S' or 'a', >= 0) => new(NumpyKind.Bytes, size.Value),
        ('V', >= 0) => new(NumpyKind.Record, size.Value),
        ('O', 4 or 8 or null) => new(NumpyKind.Object, 8),
        ('U', null) => new(NumpyKind.Text, 0),
        ('S', null) => new(NumpyKind.Bytes, 0),
        ('V', null) => new(NumpyKind.Record, 0),
        _ => null,
    };

    private static InvalidDataException Unknown(string name) =>
        new($"the data type '{(name.Length <= 40 ? name : name[..40])}' is not supported");
}
