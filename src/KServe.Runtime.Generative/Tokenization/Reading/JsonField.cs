using System.Text.Json;

namespace KServe.Runtime.Generative.Tokenization.Reading;

/// <summary>A value in a JSON file that knows its place, so that errors name file and field.</summary>
/// <param name="File">The file's name, without folder.</param>
/// <param name="Path">The place in the file.</param>
/// <param name="Element">The value.</param>
internal readonly record struct JsonField(string File, string Path, JsonElement Element)
{
    /// <summary>Gets whether the value is absent or null.</summary>
    public bool IsNull => Element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>Gets a member of the object; absent ones are null.</summary>
    public JsonField this[string name]
    {
        get
        {
            if (Element.ValueKind != JsonValueKind.Object)
            {
                throw Error("must be an object");
            }

            Element.TryGetProperty(name, out var value);
            return new JsonField(File, Path.Length == 0 ? name : $"{Path}.{name}", value);
        }
    }

    /// <summary>Creates the error of this field.</summary>
    public InferenceException Error(string reason) =>
        InferenceException.InvalidArgument($"{File}: {(Path.Length == 0 ? "the file" : Path)} {reason}");

    /// <summary>Gets the text.</summary>
    public string Text() =>
        Element.ValueKind == JsonValueKind.String ? ReadString(Element) : throw Error("must be a string");

    /// <summary>Gets the text, or another where there is none.</summary>
    public string Text(string fallback) => IsNull ? fallback : Text();

    /// <summary>Gets the truth value, or another where there is none.</summary>
    public bool Flag(bool fallback) => Element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null or JsonValueKind.Undefined => fallback,
        _ => throw Error("must be true or false"),
    };

    /// <summary>Gets a number in a range.</summary>
    public int Int(int min, int max) =>
        Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out var value) && value >= min && value <= max
            ? value
            : throw Error($"must be an integer of {min} to {max}");

    /// <summary>Gets a number in a range, or another where there is none.</summary>
    public int Int(int min, int max, int fallback) => IsNull ? fallback : Int(min, max);

    /// <summary>Gets the items of an array.</summary>
    public IEnumerable<JsonField> Items()
    {
        if (Element.ValueKind != JsonValueKind.Array)
        {
            throw Error("must be an array");
        }

        return ItemsOf(this);
    }

    /// <summary>Gets the members of an object.</summary>
    public IEnumerable<(string Name, JsonField Value)> Members()
    {
        if (Element.ValueKind != JsonValueKind.Object)
        {
            throw Error("must be an object");
        }

        return MembersOf(this);
    }

    /// <summary>Gets one of several words.</summary>
    public T Choice<T>(params ReadOnlySpan<(string Word, T Value)> choices)
    {
        var text = Text();
        foreach (var (word, value) in choices)
        {
            if (word == text)
            {
                return value;
            }
        }

        var words = new List<string>();
        foreach (var (word, _) in choices)
        {
            words.Add(word);
        }

        throw Error($"must be one of {string.Join(", ", words)}");
    }

    private static IEnumerable<JsonField> ItemsOf(JsonField field)
    {
        var index = 0;
        foreach (var item in field.Element.EnumerateArray())
        {
            yield return new JsonField(field.File, $"{field.Path}[{index++}]", item);
        }
    }

    private static IEnumerable<(string Name, JsonField Value)> MembersOf(JsonField field)
    {
        foreach (var member in field.Element.EnumerateObject())
        {
            var name = field.NameOf(member);
            yield return (name, new JsonField(field.File, $"{field.Path}.{name}", member.Value));
        }
    }

    private string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw Error("holds a name that is not Unicode");
        }
    }

    private string ReadString(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Error("holds text that is not Unicode");
        }
    }
}
