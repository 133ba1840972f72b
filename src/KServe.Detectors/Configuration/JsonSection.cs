using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace KServe.Detectors;

/// <summary>Views a JSON object as a section of a configuration.</summary>
internal static class JsonSection
{
    private const int MaxDepth = 16;

    /// <exception cref="ArgumentException">The text is no JSON object, or nested too deeply.</exception>
    public static IConfiguration Parse(string json)
    {
        Dictionary<string, string?> values = new(StringComparer.OrdinalIgnoreCase);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new ArgumentException("Detectors: a JSON object was expected.", nameof(json));
            }

            Add(values, "", document.RootElement);
        }
        catch (JsonException error)
        {
            throw new ArgumentException($"Detectors: not valid JSON: {error.Message}", nameof(json), error);
        }

        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }

    private static void Add(Dictionary<string, string?> values, string path, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object when path.Length > 0 && !element.EnumerateObject().Any():
                // As files of the configuration: an empty section is there, though it holds nothing.
                values[path] = null;
                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    Add(values, Join(path, property.Name), property.Value);
                }

                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    Add(values, Join(path, $"{index++}"), item);
                }

                break;
            default:
                values[path] = element.ValueKind == JsonValueKind.Null ? null : element.ToString();
                break;
        }
    }

    private static string Join(string path, string key) =>
        path.Length == 0 ? key : ConfigurationPath.Combine(path, key);
}
