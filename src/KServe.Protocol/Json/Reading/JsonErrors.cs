using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Makes the errors that decoders of JSON share.</summary>
internal static class JsonErrors
{
    private const int MaxQuoted = 64;

    public static InferenceException At(JsonField field, string problem) =>
        InferenceException.InvalidArgument($"{field}: {problem}");

    public static InferenceException Expected(JsonField field, string expected, JsonTokenType got) =>
        At(field, $"{expected} was expected, got {Describe(got)}");

    public static InferenceException Duplicate(JsonField field, ReadOnlySpan<byte> key) =>
        At(field, $"the key '{Quote(key)}' appears twice");

    /// <summary>Translates the parser's exception: its place is told, its text is not.</summary>
    public static InferenceException Malformed(JsonException cause)
    {
        var line = ((cause.LineNumber ?? 0) + 1).ToString(CultureInfo.InvariantCulture);
        var position = ((cause.BytePositionInLine ?? 0) + 1).ToString(CultureInfo.InvariantCulture);
        return new InferenceException(
            InferenceErrorCode.InvalidArgument,
            $"body: not valid JSON at line {line}, byte {position}",
            cause);
    }

    public static string Quote(ReadOnlySpan<byte> utf8) =>
        utf8.Length <= MaxQuoted ? Encoding.UTF8.GetString(utf8) : Encoding.UTF8.GetString(utf8[..MaxQuoted]) + "...";

    public static string Quote(string text) => text.Length <= MaxQuoted ? text : text[..MaxQuoted] + "...";

    private static string Describe(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.EndArray or JsonTokenType.EndObject => "nothing",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a Boolean",
        _ => "null",
    };
}
