using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Reads the state of a model as servers of V1 tell it.</summary>
internal static class V1Status
{
    /// <summary>Looks for KServe's <c>ready</c> and TensorFlow Serving's <c>state</c>; other answers say yes.</summary>
    public static bool ReadReady(ReadOnlySpan<byte> body)
    {
        try
        {
            return Read(body);
        }
        catch (JsonException)
        {
            // The status of the answer was good, and not every server explains itself in JSON.
            return true;
        }
    }

    private static bool Read(ReadOnlySpan<byte> body)
    {
        var states = 0;
        var json = new Utf8JsonReader(body);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (json.CurrentDepth == 1 && json.ValueTextEquals("ready"u8))
            {
                return json.Read() && !IsFalse(ref json);
            }

            if (json.ValueTextEquals("state"u8) && json.Read() && json.TokenType == JsonTokenType.String)
            {
                states++;
                if (json.ValueTextEquals("AVAILABLE"u8))
                {
                    return true;
                }
            }
        }

        return states == 0;
    }

    // Old servers write the word as a string, capitalised as Python does.
    private static bool IsFalse(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.False
        || (json.TokenType == JsonTokenType.String
            && (json.ValueTextEquals("False"u8) || json.ValueTextEquals("false"u8)));
}
