using System.Text.Json;
using System.Text.Unicode;

namespace KServe.Protocol;

/// <summary>Walks over a JSON body token by token and holds the limits that every value has to keep.</summary>
/// <remarks>A copy remembers a place to come back to.</remarks>
internal ref partial struct JsonCursor
{
    private readonly ReadOnlySpan<byte> _body;
    private readonly JsonScratch _scratch;
    private Utf8JsonReader _reader;

    // where in the body the reader's text begins: at 0 until it leaves out an array that was read without it
    private int _offset;

    /// <summary>Starts at the first token of a body.</summary>
    public JsonCursor(ReadOnlySpan<byte> body, JsonScratch scratch)
    {
        _body = body;
        _scratch = scratch;
        if (body.IsEmpty)
        {
            throw JsonErrors.At(JsonField.Root, "a JSON object was expected, got nothing");
        }

        if (body.StartsWith("\uFEFF"u8))
        {
            throw JsonErrors.At(JsonField.Root, "JSON without a byte order mark was expected");
        }

        if (!Utf8.IsValid(body))
        {
            throw JsonErrors.At(JsonField.Root, "JSON in UTF-8 was expected, got bytes that are not UTF-8");
        }

        _reader = new Utf8JsonReader(body, GetOptions(scratch.Limits));
        Read();
    }

    public readonly JsonTokenType Token => _reader.TokenType;

    public readonly ProtocolLimits Limits => _scratch.Limits;

    /// <summary>Gets whether a server wrote what is read, not a client.</summary>
    public readonly bool IsResponse => _scratch.IsResponse;

    /// <summary>Gets what tensors are called in errors: input or output.</summary>
    public readonly string TensorKind => _scratch.TensorKind;

    /// <summary>Gets the raw bytes of the token, without quotes and with escapes.</summary>
    public readonly ReadOnlySpan<byte> Value => _reader.ValueSpan;

    /// <summary>Gets the bytes from the start of the token to the end of the body.</summary>
    public readonly int Remaining => _body.Length - TokenStart;

    private readonly int TokenStart => _offset + (int)_reader.TokenStartIndex;

    public JsonTokenType Read()
    {
        if (!_reader.Read())
        {
            throw JsonErrors.At(JsonField.Root, "the JSON ends too early");
        }

        var token = _reader.TokenType;
        if (token == JsonTokenType.Number)
        {
            if (_reader.ValueSpan.Length > Limits.MaxNumberLength)
            {
                throw JsonErrors.At(JsonField.Root, $"a number is longer than {Limits.MaxNumberLength} bytes");
            }
        }
        else if (token is JsonTokenType.StartArray or JsonTokenType.StartObject
            && _reader.CurrentDepth >= Limits.MaxJsonDepth)
        {
            throw JsonErrors.At(JsonField.Root, $"JSON is nested deeper than {Limits.MaxJsonDepth} levels");
        }

        return token;
    }

    /// <summary>Makes sure that nothing follows; the parser throws when something does.</summary>
    public void RequireEnd() => _reader.Read();

    /// <summary>Enters an object; <see cref="ReadKnownKey"/> follows until it gives -1.</summary>
    public readonly void OpenObject(JsonField field, string expected)
    {
        Require(JsonTokenType.StartObject, field, expected);
        _scratch.Keys.Open();
    }

    public readonly void Require(JsonTokenType token, JsonField field, string expected)
    {
        if (Token != token)
        {
            throw JsonErrors.Expected(field, expected, Token);
        }
    }

    /// <summary>Moves to the value of the next known key and passes over unknown ones.</summary>
    /// <returns>The index of the key, or -1 at the end of the object.</returns>
    public int ReadKnownKey(JsonNames known, ref uint seen, JsonField field)
    {
        while (Read() != JsonTokenType.EndObject)
        {
            var key = GetKey(field);
            var index = known.Find(key);
            if (index >= 0)
            {
                if ((seen & (1u << index)) != 0)
                {
                    throw JsonErrors.Duplicate(field, key);
                }

                seen |= 1u << index;
                Read();
                return index;
            }

            if (known.FindIgnoringCase(key) is { } meant)
            {
                throw JsonErrors.At(
                    field, $"the key '{JsonErrors.Quote(key)}' is not known, '{meant}' was expected (case matters)");
            }

            AddKey(key, field, Limits.MaxObjectKeys);
            Read();
            Skip(field);
        }

        _scratch.Keys.Close();
        return -1;
    }

    /// <summary>Moves to the next key of an object whose keys are free; the caller bounds their number.</summary>
    /// <returns><see langword="false"/> at the end of the object.</returns>
    public bool ReadFreeKey(JsonField field, out ReadOnlySpan<byte> key)
    {
        if (Read() == JsonTokenType.EndObject)
        {
            _scratch.Keys.Close();
            key = default;
            return false;
        }

        key = GetKey(field);
        AddKey(key, field, int.MaxValue);
        return true;
    }

    /// <summary>Moves to the end of the present value, and checks all that is in it.</summary>
    public void Skip(JsonField field)
    {
        var depth = _reader.CurrentDepth;
        while (true)
        {
            switch (Token)
            {
                case JsonTokenType.StartObject:
                    _scratch.Keys.Open();
                    break;
                case JsonTokenType.EndObject:
                    _scratch.Keys.Close();
                    break;
                case JsonTokenType.PropertyName:
                    AddKey(GetKey(field), field, Limits.MaxObjectKeys);
                    break;
                case JsonTokenType.String:
                    RequireText(field);
                    break;
            }

            if (_reader.CurrentDepth == depth
                && Token is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName))
            {
                return;
            }

            Read();
        }
    }

    /// <summary>Moves to the end of the present value and gets its JSON text.</summary>
    public ReadOnlySpan<byte> ReadRaw(JsonField field)
    {
        var start = TokenStart;
        Skip(field);
        return _body[start..(_offset + (int)_reader.BytesConsumed)];
    }

    private readonly void AddKey(ReadOnlySpan<byte> key, JsonField field, int maxKeys)
    {
        if (!_scratch.Keys.TryAdd(key, maxKeys, out var tooMany))
        {
            throw tooMany
                ? JsonErrors.At(field, $"an object has more than {maxKeys} keys")
                : JsonErrors.Duplicate(field, key);
        }
    }
}
