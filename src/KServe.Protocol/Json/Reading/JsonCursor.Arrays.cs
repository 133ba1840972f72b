using System.Diagnostics;
using System.Text.Json;

namespace KServe.Protocol;

internal ref partial struct JsonCursor
{
    /// <summary>Makes a scanner for the array that the cursor is at, into memory of known size.</summary>
    public readonly ArrayScanner<T, TElement> ScanArray<T, TElement>(Span<T> destination)
        where T : unmanaged
        where TElement : struct, IJsonElement<T> =>
        new(_body, TokenStart, Limits, _reader.CurrentDepth, destination);

    /// <summary>Makes a scanner for the array that the cursor is at, into memory that grows.</summary>
    public readonly ArrayScanner<T, TElement> ScanArray<T, TElement>(TensorBuffer buffer)
        where T : unmanaged
        where TElement : struct, IJsonElement<T> =>
        new(_body, TokenStart, Limits, _reader.CurrentDepth, buffer);

    /// <summary>Gets the first character in the array that the cursor is at; 0 when the body ends.</summary>
    public readonly byte PeekIntoArray()
    {
        var at = TokenStart + 1;
        while (at < _body.Length && ElementText.IsSpace(_body[at]))
        {
            at++;
        }

        return at < _body.Length ? _body[at] : (byte)0;
    }

    /// <summary>Gets the bytes from a position to the next comma or closing bracket.</summary>
    public readonly ReadOnlySpan<byte> PeekElement(int position)
    {
        var rest = _body[position..];
        var length = rest.IndexOfAny((byte)',', (byte)']');
        return length < 0 ? rest : rest[..length];
    }

    /// <summary>Does what <see cref="Skip"/> does, over numbers without tokens.</summary>
    public void SkipNumbers(JsonField field)
    {
        if (Token == JsonTokenType.StartArray)
        {
            Span<long> dimensions = stackalloc long[TensorShape.MaxRank];
            Span<byte> unused = stackalloc byte[128];
            var scanner = ScanArray<byte, AnyElement>(unused);
            if (scanner.Scan(dimensions) != 0)
            {
                PassOver(scanner.Position);
                return;
            }
        }

        Skip(field);
    }

    /// <summary>Moves from the start of an array that a scanner has read to its end.</summary>
    /// <param name="position">The position behind the array.</param>
    /// <remarks>For a reader behind an opening bracket, the closing one is the end of an empty array.</remarks>
    public void PassOver(int position)
    {
        Debug.Assert(Token == JsonTokenType.StartArray && _body[position - 1] == ']', "the scanner has read an array");
        _offset = position - 1;
        _reader = new Utf8JsonReader(_body[_offset..], isFinalBlock: true, _reader.CurrentState);
        Read();
    }

    /// <summary>Finds where a body is malformed when the reader, which left out arrays, cannot tell.</summary>
    /// <remarks>Costs another pass, over a body that is refused anyway; what was left out is well formed.</remarks>
    public static JsonException FindMalformed(ReadOnlySpan<byte> body, ProtocolLimits limits, JsonException otherwise)
    {
        var reader = new Utf8JsonReader(body, GetOptions(limits));
        try
        {
            while (reader.Read())
            {
            }

            return otherwise;
        }
        catch (JsonException exception)
        {
            return exception;
        }
    }

    // one deeper than allowed, so that the error is ours
    private static JsonReaderOptions GetOptions(ProtocolLimits limits) => new() { MaxDepth = limits.MaxJsonDepth + 1 };
}
