using System.Text;

namespace KServe.Protocol;

/// <summary>Holds the keys that a decoder knows in one kind of object; at most 32.</summary>
internal sealed class JsonNames(params string[] names)
{
    private readonly byte[][] _utf8 = Array.ConvertAll(names, Encoding.UTF8.GetBytes);

    public string this[int index] => names[index];

    public int Find(ReadOnlySpan<byte> key)
    {
        for (var i = 0; i < _utf8.Length; i++)
        {
            if (key.SequenceEqual(_utf8[i]))
            {
                return i;
            }
        }

        return -1;
    }

    public string? FindIgnoringCase(ReadOnlySpan<byte> key)
    {
        for (var i = 0; i < _utf8.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(key, _utf8[i]))
            {
                return names[i];
            }
        }

        return null;
    }
}
