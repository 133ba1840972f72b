using System.Text.Json;

namespace KServe.Runtime.Generative.Configuration;

/// <summary>Reads small JSON files of a model's folder, strictly and bounded.</summary>
internal static class JsonFile
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>Parses a file of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The name of the file, shown in errors; slashes for folders inside.</param>
    /// <returns><see langword="null"/> where there is no such file.</returns>
    /// <exception cref="InferenceException">The file is too large, cannot be read or is not JSON.</exception>
    public static JsonDocument? TryRead(string folder, string name)
    {
        var file = new FileInfo(Path.Combine(folder, name));
        if (!file.Exists)
        {
            return null;
        }

        if (file.Length > ConfigurationLimits.MaxFileBytes)
        {
            throw Error(name, $"has more than {ConfigurationLimits.MaxFileBytes} bytes");
        }

        try
        {
            return Parse(File.ReadAllBytes(file.FullName), name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error(name, "cannot be read");
        }
    }

    /// <summary>Parses the content of a file.</summary>
    /// <exception cref="InferenceException">It is not JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> content, string name)
    {
        try
        {
            return JsonDocument.Parse(content, Options);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // the parser reports names that are not Unicode as an invalid operation
            throw Error(name, "is not valid JSON, or names a field twice");
        }
    }

    /// <summary>Gets the fields of a document that is an object.</summary>
    /// <exception cref="InferenceException">It is not an object.</exception>
    public static JsonFields Fields(JsonDocument document, string name) =>
        document.RootElement.ValueKind == JsonValueKind.Object
            ? new JsonFields(name, "", document.RootElement)
            : throw Error(name, "must be an object");

    public static InferenceException Error(string name, string reason) =>
        InferenceException.InvalidArgument($"{name}: {reason}");
}
