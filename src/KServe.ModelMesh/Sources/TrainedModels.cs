using System.Text.Json;

namespace KServe.ModelMesh;

/// <summary>Reads KServe's <c>models.json</c>.</summary>
internal static class TrainedModels
{
    /// <summary>Reads a list of <c>{modelName, modelSpec: {storageUri, framework, memory}}</c>.</summary>
    /// <exception cref="InvalidDataException">Something is wrong; the entry and the field are named.</exception>
    public static IReadOnlyDictionary<string, MeshModelOptions> Parse(ReadOnlyMemory<byte> json, string file)
    {
        Dictionary<string, MeshModelOptions> models = new(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                throw new InvalidDataException($"{file}: an array of models was expected.");
            }

            foreach (var element in document.RootElement.EnumerateArray())
            {
                var key = $"{file}: entry {models.Count}";
                var name = GetText(element, "modelName") ?? throw Missing(key, "modelName");
                if (!models.TryAdd(name, Read(element, name, key)))
                {
                    throw new InvalidDataException($"{key}: modelName {name} occurs twice.");
                }
            }
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{file}: not valid JSON: {error.Message}", error);
        }

        return models;
    }

    private static MeshModelOptions Read(JsonElement element, string name, string key)
    {
        if (ModelNames.GetError(name) is { } error)
        {
            throw new InvalidDataException($"{key}: modelName: {error}.");
        }

        if (!element.TryGetProperty("modelSpec", out var spec) || spec.ValueKind != JsonValueKind.Object)
        {
            throw Missing(key, "modelSpec");
        }

        return new MeshModelOptions
        {
            Uri = GetText(spec, "storageUri") is { Length: > 0 } uri ? uri : throw Missing(key, "modelSpec.storageUri"),
            Format = GetText(spec, "framework") is { Length: > 0 } framework ? framework : null,
            Size = GetText(spec, "memory") is not { Length: > 0 } memory
                ? null
                : MemoryQuantity.TryParse(memory, out var bytes) && bytes > 0
                    ? bytes
                    : throw new InvalidDataException(
                        $"{key}: modelSpec.memory must be a quantity of bytes such as 100Mi, got '{memory}'."),
        };
    }

    private static string? GetText(JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
            : null;

    private static InvalidDataException Missing(string key, string field) => new($"{key}: {field} is missing.");
}
