using System.Text.Json;

namespace KServe.Graphs;

/// <summary>Finds fields of a JSON object without building a document.</summary>
internal static class JsonFields
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = GraphCondition.MaxDepth };

    /// <summary>Finds the text of a field; false when it is missing or the body is no JSON object.</summary>
    /// <remarks>Reads to the end: what follows the field has to be JSON, too. Of several the last one counts.</remarks>
    public static bool TryFind(ReadOnlyMemory<byte> body, string name, out ReadOnlyMemory<byte> value)
    {
        value = default;
        try
        {
            var reader = new Utf8JsonReader(body.Span, Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isWanted = reader.ValueTextEquals(name);
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                if (isWanted)
                {
                    value = body[start..(int)reader.BytesConsumed];
                }
            }

            // Something behind the object is an error that only the next read finds.
            while (reader.Read())
            {
            }

            return !value.IsEmpty;
        }
        catch (JsonException)
        {
            value = default;
            return false;
        }
    }

    /// <summary>Tells whether a body is one JSON value.</summary>
    public static bool IsValid(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, Options);
            while (reader.Read())
            {
            }

            return reader.BytesConsumed > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Tells whether a value is a list of tensors as the Open Inference Protocol writes them.</summary>
    public static bool IsTensorList(ReadOnlySpan<byte> value)
    {
        var reader = new Utf8JsonReader(value, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray
            || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("datatype"u8))
            {
                return true;
            }

            reader.Read();
            reader.Skip();
        }

        return false;
    }

    /// <summary>Tells whether a value is a list, and whether something is in it.</summary>
    public static bool IsList(ReadOnlySpan<byte> value, out bool isEmpty)
    {
        var reader = new Utf8JsonReader(value, Options);
        var isList = reader.Read() && reader.TokenType == JsonTokenType.StartArray;
        isEmpty = isList && reader.Read() && reader.TokenType == JsonTokenType.EndArray;
        return isList;
    }
}
