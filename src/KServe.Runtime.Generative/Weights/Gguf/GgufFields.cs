using System.Text.Json;

namespace KServe.Runtime.Generative.Weights.Gguf;

/// <summary>Writes metadata as fields of <c>config.json</c> and keeps which key a field came from.</summary>
/// <param name="metadata">The metadata.</param>
/// <param name="names">Takes the key of each field.</param>
internal sealed class GgufFields(GgufMetadata metadata, Dictionary<string, string> names)
{
    private readonly string _architecture = metadata.Text("general.architecture") ?? "";

    /// <summary>Gets a key of the architecture.</summary>
    public string Key(string suffix) => $"{_architecture}.{suffix}";

    public void Name(string field, string key) => names[field] = key;

    public void WriteInteger(Utf8JsonWriter json, string field, string key)
    {
        Name(field, key);
        if (metadata.Int64(key) is { } value)
        {
            json.WriteNumber(field, value);
        }
    }

    /// <summary>Writes an id, but not the largest number of 32 bits, which means that there is no such token.</summary>
    public void WriteTokenId(Utf8JsonWriter json, string field, string key)
    {
        if (metadata.Int64(key) is not uint.MaxValue)
        {
            WriteInteger(json, field, key);
        }
    }

    public void WriteFlag(Utf8JsonWriter json, string field, string key)
    {
        Name(field, key);
        if (metadata.Flag(key) is { } value)
        {
            json.WriteBoolean(field, value);
        }
    }

    public void WriteNumber(Utf8JsonWriter json, string field, string key)
    {
        Name(field, key);
        if (metadata.Number(key) is not { } value)
        {
            return;
        }

        if (!double.IsFinite(value))
        {
            throw metadata.Error(key, "must be a finite number");
        }

        json.WriteNumber(field, value);
    }
}
