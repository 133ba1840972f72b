using System.Text.Json;

namespace KServe.Storage.HuggingFace;

/// <summary>Reads the environment as tools of the hub and KServe's storage initializer do.</summary>
/// <remarks>Safe for concurrent calls. Tests replace it by variables of their own.</remarks>
internal class HubEnvironment
{
    /// <summary>Writes what the environment says into options.</summary>
    public void Apply(HuggingFaceOptions options)
    {
        if (Read("HF_ENDPOINT") is { } endpoint)
        {
            options.Endpoint = endpoint;
        }

        options.Token = Read("HF_TOKEN") ?? Read("HUGGING_FACE_HUB_TOKEN") ?? options.Token;
        options.Offline = Read("HF_HUB_OFFLINE")?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";
        AddPatterns(options.AllowPatterns, Read("STORAGE_ALLOW_PATTERNS"));
        AddPatterns(options.IgnorePatterns, Read("STORAGE_IGNORE_PATTERNS"));
    }

    protected virtual string? Get(string name) => Environment.GetEnvironmentVariable(name);

    private string? Read(string name) => Get(name)?.Trim() is { Length: > 0 } value ? value : null;

    // An array in JSON, or texts with commas between them, as the storage initializer takes them.
    private static void AddPatterns(IList<string> patterns, string? text)
    {
        foreach (string pattern in text is null ? [] : ReadArray(text) ?? text.Split(','))
        {
            if (pattern.Trim() is { Length: > 0 } trimmed)
            {
                patterns.Add(trimmed);
            }
        }
    }

    private static string[]? ReadArray(string text)
    {
        try
        {
            return text.StartsWith('[')
                ? JsonSerializer.Deserialize(text, HubJsonContext.Default.StringArray)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
