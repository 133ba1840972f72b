using System.Globalization;
using System.Text.Json;

namespace KServe.Protocol;

internal ref partial struct JsonCursor
{
    private const int LongestEscape = 6;

    /// <summary>Gets the present string as text of bounded length.</summary>
    public readonly string GetText(JsonField field, int maxLength)
    {
        Require(JsonTokenType.String, field, "a string");
        return System.Text.Encoding.UTF8.GetString(Unescape(field, maxLength));
    }

    /// <summary>Gets the present string or key as UTF-8, valid until the next call.</summary>
    public readonly ReadOnlySpan<byte> Unescape(JsonField field, int maxLength)
    {
        var value = _reader.ValueSpan;
        if (_reader.ValueIsEscaped && value.Length <= (long)maxLength * LongestEscape)
        {
            RequireText(field);
            var buffer = _scratch.GetBuffer(value.Length);
            value = buffer[.._reader.CopyString(buffer)];
        }

        return value.Length <= maxLength
            ? value
            : throw JsonErrors.At(field, $"a text is longer than {maxLength} bytes");
    }

    /// <summary>Writes the present string as UTF-8.</summary>
    /// <param name="destination">As long as <see cref="Value"/> at least.</param>
    /// <param name="field">For errors.</param>
    /// <returns>The bytes written.</returns>
    public readonly int CopyText(Span<byte> destination, JsonField field)
    {
        if (!_reader.ValueIsEscaped)
        {
            _reader.ValueSpan.CopyTo(destination);
            return _reader.ValueSpan.Length;
        }

        RequireText(field);
        return _reader.CopyString(destination);
    }

    /// <summary>Gets the present number when it is written as an integer and fits.</summary>
    public readonly bool TryGetInt64(out long value)
    {
        value = 0;
        return Token == JsonTokenType.Number && long.TryParse(
            _reader.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Makes the error for an element of a tensor that the present token cannot be.</summary>
    public readonly InferenceException BadElement(JsonField field, long index, string expected) =>
        Token == JsonTokenType.Number
            ? JsonErrors.At(field, $"element {index}: {expected} was expected, got {JsonErrors.Quote(Value)}")
            : JsonErrors.Expected(field, $"element {index}: {expected}", Token);

    /// <summary>Gets the present key, valid until the next call.</summary>
    public readonly ReadOnlySpan<byte> GetKey(JsonField field) => Unescape(field, Limits.MaxNameLength);

    private readonly void RequireText(JsonField field)
    {
        if (_reader.ValueIsEscaped && JsonText.HasLoneSurrogate(_reader.ValueSpan))
        {
            throw JsonErrors.At(field, "a string holds half a surrogate pair, which is no text");
        }
    }
}
