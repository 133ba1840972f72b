using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Reads the fields of one JSON object, and names a field that is wrong by its path.</summary>
/// <param name="element">The object.</param>
/// <param name="path">Where it stands, with a dot behind; empty for the body itself.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly struct JsonFields(JsonElement element, string path = "")
{
    /// <summary>Gets the object.</summary>
    public JsonElement Element { get; } = element;

    /// <summary>Takes a value for an object.</summary>
    /// <exception cref="InferenceException">It is something else.</exception>
    public static JsonFields Of(JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.Object
            ? new JsonFields(element, path + ".")
            : throw Wrong(path, "an object", element);

    /// <summary>Makes the failure of a value of the wrong kind.</summary>
    public static InferenceException Wrong(string path, string expected, JsonElement found) => OpenAiErrors.Wrong(
        path, $"'{path}' is {Describe(found)}: {expected} was expected.");

    /// <summary>Finds a field; null counts as absent.</summary>
    public bool TryGet(string name, out JsonElement value) =>
        Element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    public string PathOf(string name) => path + name;

    public JsonElement Require(string name, string expected) => TryGet(name, out var value)
        ? value
        : throw OpenAiErrors.Wrong(PathOf(name), $"'{PathOf(name)}' is missing: {expected} was expected.");

    public bool GetBoolean(string name, bool missing = false) => FindBoolean(name) ?? missing;

    public bool? FindBoolean(string name) => !TryGet(name, out var value)
        ? null
        : value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Wrong(PathOf(name), "true or false", value),
        };

    public int GetInteger(string name, int missing) => FindInteger(name) ?? missing;

    public int? FindInteger(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : throw Wrong(PathOf(name), "a whole number of 32 bits", value);
    }

    public long? FindLong(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number
            : throw Wrong(PathOf(name), "a whole number of 64 bits", value);
    }

    public float GetSingle(string name, float missing) => FindSingle(name) ?? missing;

    public float? FindSingle(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out var number) && float.IsFinite(number)
            ? number
            : throw Wrong(PathOf(name), "a number", value);
    }

    /// <summary>Finds a text of at most so many characters.</summary>
    public string? FindString(string name, int maxLength = int.MaxValue) =>
        TryGet(name, out var value) ? ToText(value, PathOf(name), maxLength) : null;

    public string RequireString(string name, int maxLength = int.MaxValue) =>
        ToText(Require(name, "a text"), PathOf(name), maxLength);

    /// <summary>Finds an array of at most so many elements.</summary>
    public JsonElement? FindArray(string name, int maxCount) =>
        TryGet(name, out var value) ? ToArray(value, PathOf(name), maxCount) : null;

    public static JsonElement ToArray(JsonElement value, string path, int maxCount)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(path, "an array", value);
        }

        return value.GetArrayLength() <= maxCount
            ? value
            : throw OpenAiErrors.Wrong(
                path, $"'{path}' has {value.GetArrayLength()} elements: at most {maxCount} were expected.");
    }

    public static string ToText(JsonElement value, string path, int maxLength)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw Wrong(path, "a text", value);
        }

        string text;
        try
        {
            text = value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // The escapes of the text make half a surrogate pair.
            throw OpenAiErrors.Wrong(path, $"'{path}' is not valid Unicode.");
        }

        return text.Length <= maxLength
            ? text
            : throw OpenAiErrors.Wrong(
                path, $"'{path}' has {text.Length} characters: at most {maxLength} were expected.");
    }

    public static int[] ToIntegers(JsonElement value, string path, int maxCount)
    {
        var result = new int[ToArray(value, path, maxCount).GetArrayLength()];
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt32(out result[index]) || result[index] < 0)
            {
                var at = string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
                throw Wrong(at, "the id of a token", item);
            }

            index++;
        }

        return result;
    }

    public static string[] ToTexts(JsonElement value, string path, int maxCount)
    {
        var result = new string[ToArray(value, path, maxCount).GetArrayLength()];
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
            result[index++] = ToText(item, at, int.MaxValue);
        }

        return result;
    }

    private static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "a text",
        JsonValueKind.Number when value.GetRawText() is { Length: <= 32 } raw => $"the number {raw}",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => "null",
    };
}
