using System.Text.Json;

namespace KServe.Protocol;

/// <content>The side of a client.</content>
public static partial class ErrorJson
{
    private const int MaxLength = 1024;

    /// <summary>Finds the text of an error in what a server answered.</summary>
    /// <param name="body">The body, whole or its beginning.</param>
    /// <returns>
    /// The text of <c>error</c>, <c>error.message</c>, <c>detail</c> or <c>message</c>, at most 1024 characters,
    /// without control characters; <see langword="null"/> when there is none.
    /// </returns>
    public static string? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            return Find(ref json) is { Length: > 0 } text ? Clean(text) : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Makes a text from another server fit for one line of an error or a log.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>At most 1024 characters, with spaces for control characters.</returns>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var length = Math.Min(text.Length, MaxLength);
        length -= length > 0 && length < text.Length && char.IsHighSurrogate(text[length - 1]) ? 1 : 0;
        return string.Create(length, text, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        });
    }

    private static string? Find(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            var isText = json.ValueTextEquals("error"u8)
                || json.ValueTextEquals("detail"u8)
                || json.ValueTextEquals("message"u8);
            json.Read();
            if (isText && json.TokenType == JsonTokenType.String)
            {
                return json.GetString();
            }

            if (!isText)
            {
                json.Skip();
            }
        }

        return null;
    }
}
