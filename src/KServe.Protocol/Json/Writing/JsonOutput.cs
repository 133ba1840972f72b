using System.Buffers;
using System.Text;

namespace KServe.Protocol;

/// <summary>Writes JSON straight into the spans of a buffer writer.</summary>
/// <remarks>Text other than ASCII stays as it is; quotes, backslashes and control characters are escaped.</remarks>
internal ref partial struct JsonOutput(IBufferWriter<byte> writer)
{
    private const int ChunkSize = 4096;
    private const int MaxShortText = 64;
    private const int MaxBytesPerChar = 3;

    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        [
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
            29, 30, 31, (byte)'"', (byte)'\\',
        ]);

    private Span<byte> _span;
    private int _used;

    public void Flush()
    {
        writer.Advance(_used);
        _span = default;
        _used = 0;
    }

    /// <summary>Writes bytes as they are.</summary>
    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _used += bytes.Length;
    }

    public void Raw(byte value)
    {
        Reserve(1)[0] = value;
        _used++;
    }

    /// <summary>Writes <c>"key":</c> for a key that needs no escape.</summary>
    public void Key(scoped ReadOnlySpan<byte> key)
    {
        Raw((byte)'"');
        Raw(key);
        Raw("\":"u8);
    }

    /// <summary>Writes a string.</summary>
    /// <remarks>Names are short and rarely hold what needs an escape: those are encoded where they stay.</remarks>
    public void Text(string text)
    {
        if (text.Length <= MaxShortText)
        {
            var free = Reserve((text.Length * MaxBytesPerChar) + 2);
            var length = Encoding.UTF8.GetBytes(text, free[1..]);
            if (!free.Slice(1, length).ContainsAny(Escaped))
            {
                free[0] = (byte)'"';
                free[length + 1] = (byte)'"';
                _used += length + 2;
                return;
            }
        }

        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        Text(rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Writes valid UTF-8 as a string.</summary>
    public void Text(scoped ReadOnlySpan<byte> utf8)
    {
        Raw((byte)'"');
        for (var at = utf8.IndexOfAny(Escaped); at >= 0; at = utf8.IndexOfAny(Escaped))
        {
            Raw(utf8[..at]);
            Escape(utf8[at]);
            utf8 = utf8[(at + 1)..];
        }

        Raw(utf8);
        Raw((byte)'"');
    }

    public void Base64(scoped ReadOnlySpan<byte> bytes)
    {
        Raw((byte)'"');
        var free = Reserve(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(bytes.Length));
        System.Buffers.Text.Base64.EncodeToUtf8(bytes, free, out _, out var written);
        _used += written;
        Raw((byte)'"');
    }

    private void Escape(byte value)
    {
        var shortForm = value switch
        {
            (byte)'"' => (byte)'"',
            (byte)'\\' => (byte)'\\',
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            _ => (byte)0,
        };
        if (shortForm != 0)
        {
            Raw((byte)'\\');
            Raw(shortForm);
            return;
        }

        Raw("\\u00"u8);
        Raw((byte)('0' + (value >> 4)));
        Raw("0123456789abcdef"u8[value & 15]);
    }

    private Span<byte> Reserve(int count)
    {
        if (_span.Length - _used < count)
        {
            writer.Advance(_used);
            _used = 0;
            _span = writer.GetSpan(Math.Max(count, ChunkSize));
        }

        return _span[_used..];
    }
}
