using System.Text.Json;

namespace KServe.Runtime.Generative.Templates.Values;

/// <summary>Makes values of JSON.</summary>
internal static class JsonValues
{
    /// <summary>Makes the value of an input.</summary>
    /// <exception cref="InferenceException">A text in it is not Unicode.</exception>
    public static object? From(JsonElement element, string name)
    {
        try
        {
            return From(element);
        }
        catch (InvalidOperationException)
        {
            throw InferenceException.InvalidArgument(name, $"{name}: holds text that is not Unicode");
        }
    }

    private static object? From(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new TemplateMap();
                foreach (var member in element.EnumerateObject())
                {
                    map.Set(member.Name, From(member.Value));
                }

                return map;
            case JsonValueKind.Array:
                var items = new List<object?>(element.GetArrayLength());
                foreach (var item in element.EnumerateArray())
                {
                    items.Add(From(item));
                }

                return new TemplateList(items);
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Number:
                return IsInteger(element) && element.TryGetInt64(out var number) ? (object)number : element.GetDouble();
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                return null;
        }
    }

    // As in Python: 1.0 and 1e0 are not integers.
    private static bool IsInteger(JsonElement element) =>
        element.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0;
}
