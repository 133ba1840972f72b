using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Looks for the fields of what servers answer: what is missing or of another kind counts as absent.</summary>
internal static class ChunkJson
{
    public static JsonElement? Object(JsonElement element, ReadOnlySpan<byte> name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Object
            ? value
            : null;

    public static JsonElement? Array(JsonElement element, ReadOnlySpan<byte> name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Array
            ? value
            : null;

    public static string? Text(JsonElement element, ReadOnlySpan<byte> name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public static int? Integer(JsonElement element, ReadOnlySpan<byte> name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt32(out var number)
            ? number
            : null;

    /// <summary>Reads a log-probability; what is no number, or too large for one, is not known.</summary>
    public static float Logprob(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out var number) && float.IsFinite(number)
            ? number
            : float.NegativeInfinity;

    /// <summary>Reads ids of tokens, all or none.</summary>
    public static IReadOnlyList<int> Tokens(JsonElement element, ReadOnlySpan<byte> name)
    {
        if (Array(element, name) is not { } array)
        {
            return [];
        }

        var tokens = new int[array.GetArrayLength()];
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt32(out tokens[index++]))
            {
                return [];
            }
        }

        return tokens;
    }
}
