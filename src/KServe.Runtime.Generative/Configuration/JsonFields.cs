using System.Collections.Immutable;
using System.Text.Json;

namespace KServe.Runtime.Generative.Configuration;

/// <summary>Reads fields of a JSON object with bounds, and makes errors that name the file and the field.</summary>
/// <remarks>A field that is <c>null</c> counts as absent, as in the libraries that write these files.</remarks>
/// <param name="file">The name of the file, without its folder.</param>
/// <param name="path">What stands before a field's name in errors.</param>
/// <param name="element">The object.</param>
/// <param name="names">Other names to show for fields, where the object was made from another format.</param>
internal sealed class JsonFields(
    string file,
    string path,
    JsonElement element,
    IReadOnlyDictionary<string, string>? names = null)
{
    /// <summary>Gets the name of the file.</summary>
    public string File => file;

    public bool Has(string name) => Find(name) is not null;

    /// <summary>Tells a field that is written as <c>null</c> from one that is absent.</summary>
    public bool IsNull(string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Null;

    public JsonElement? Find(string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public int Int32(string name, int min, int max) =>
        OptionalInt32(name, min, max) ?? throw Error(name, "is missing");

    public int Int32(string name, int min, int max, int fallback) => OptionalInt32(name, min, max) ?? fallback;

    public int? OptionalInt32(string name, int min, int max) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number)
            && number >= min && number <= max => number,
        _ => throw Error(name, $"must be a whole number from {min} to {max}"),
    };

    public double Number(string name, double min, double max, double fallback) =>
        OptionalNumber(name, min, max) ?? fallback;

    public double Number(string name, double min, double max) =>
        OptionalNumber(name, min, max) ?? throw Error(name, "is missing");

    public double? OptionalNumber(string name, double min, double max) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var number)
            && number >= min && number <= max => number,
        _ => throw Error(name, $"must be a number from {min} to {max}"),
    };

    public bool Flag(string name, bool fallback) => OptionalFlag(name) ?? fallback;

    public bool? OptionalFlag(string name) => Find(name)?.ValueKind switch
    {
        null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Error(name, "must be true or false"),
    };

    /// <summary>Refuses a flag that asks for what is not there.</summary>
    public void RefuseUnless(string name, bool expected)
    {
        if (Flag(name, expected) != expected)
        {
            throw Error(name, $"must be {(expected ? "true" : "false")}; nothing else is supported");
        }
    }

    public string? OptionalText(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => Text(value, name),
        _ => throw Error(name, "must be a string"),
    };

    public string Text(string name) => OptionalText(name) ?? throw Error(name, "is missing");

    public JsonFields? Object(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new JsonFields(file, $"{path}{name}.", value, names),
        _ => throw Error(name, "must be an object"),
    };

    public ImmutableArray<string> Texts(string name, int maxCount)
    {
        if (Array(name, maxCount) is not { } list)
        {
            return [];
        }

        var texts = ImmutableArray.CreateBuilder<string>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            texts.Add(item.ValueKind == JsonValueKind.String
                ? Text(item, name)
                : throw Error(name, "must be a list of strings"));
        }

        return texts.MoveToImmutable();
    }

    public ImmutableArray<double> Numbers(string name, int count, double min, double max)
    {
        if (Array(name, count) is not { } list || list.GetArrayLength() != count)
        {
            throw Error(name, $"must be a list of {count} numbers");
        }

        var numbers = ImmutableArray.CreateBuilder<double>(count);
        foreach (var item in list.EnumerateArray())
        {
            numbers.Add(item.ValueKind == JsonValueKind.Number && item.TryGetDouble(out var number)
                && number >= min && number <= max
                ? number
                : throw Error(name, $"must hold numbers from {min} to {max}"));
        }

        return numbers.MoveToImmutable();
    }

    /// <summary>Reads a list of whole numbers, which may also be one number.</summary>
    public ImmutableArray<int> Int32s(string name, int min, int max, int maxCount)
    {
        if (Find(name) is { ValueKind: JsonValueKind.Number })
        {
            return [Int32(name, min, max)];
        }

        if (Array(name, maxCount) is not { } list)
        {
            return [];
        }

        var numbers = ImmutableArray.CreateBuilder<int>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            numbers.Add(item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var number)
                && number >= min && number <= max
                ? number
                : throw Error(name, $"must hold whole numbers from {min} to {max}"));
        }

        return numbers.MoveToImmutable();
    }

    public InferenceException Error(string name, string reason)
    {
        var shown = names?.GetValueOrDefault(name) ?? $"{path}{name}";
        return InferenceException.InvalidArgument($"{file}: {shown} {reason}");
    }

    private JsonElement? Array(string name, int maxCount) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } value when value.GetArrayLength() <= maxCount => value,
        _ => throw Error(name, $"must be a list of at most {maxCount}"),
    };

    private string Text(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Error(name, "is not valid Unicode");
        }
    }
}
