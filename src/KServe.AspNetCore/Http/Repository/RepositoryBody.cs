using System.Text.Json;

namespace KServe.AspNetCore;

/// <summary>Reads the bodies of repository requests: empty, or an object with the keys that are known.</summary>
internal static class RepositoryBody
{
    private const int MaxDepth = 4;

    private delegate void ParameterReader(string name, ref Utf8JsonReader json);

    /// <summary>Reads whether only models that are ready are wanted.</summary>
    public static bool ReadIndex(ReadOnlySpan<byte> body)
    {
        var onlyReady = false;
        ReadObject(body, (string name, ref Utf8JsonReader json) =>
        {
            Require(name is "ready", $"'{name}' is unknown; 'ready' is all there is");
            onlyReady = ReadBoolean(name, ref json);
        });
        return onlyReady;
    }

    /// <summary>Reads the parameters of a load, of which none is supported.</summary>
    public static void ReadLoad(ReadOnlySpan<byte> body) => ReadParameters(body, static (name, ref json) =>
    {
        Require(name is not "config", "parameters.config: configurations from clients are not supported");
        Require(
            !name.StartsWith("file:", StringComparison.Ordinal),
            "parameters: files from clients are not supported");
        throw Unknown(name);
    });

    /// <summary>Reads the parameters of an unload; no model has dependents, so that none changes it.</summary>
    public static void ReadUnload(ReadOnlySpan<byte> body) => ReadParameters(body, static (name, ref json) =>
    {
        if (name is not "unload_dependents")
        {
            throw Unknown(name);
        }

        ReadBoolean(name, ref json);
    });

    private static void ReadParameters(ReadOnlySpan<byte> body, ParameterReader read) =>
        ReadObject(body, (string name, ref Utf8JsonReader json) =>
        {
            Require(name is "parameters", $"'{LogText.Clean(name)}' is unknown; 'parameters' is all there is");
            ReadMembers(ref json, read);
        });

    private static void ReadObject(ReadOnlySpan<byte> body, ParameterReader read)
    {
        if (body.IsEmpty)
        {
            return;
        }

        try
        {
            var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
            json.Read();
            ReadMembers(ref json, read);
            Require(!json.Read(), "one JSON object was expected");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw InferenceException.InvalidArgument("The body is not valid JSON.");
        }
    }

    private static void ReadMembers(ref Utf8JsonReader json, ParameterReader read)
    {
        Require(json.TokenType == JsonTokenType.StartObject, "a JSON object was expected");
        HashSet<string>? names = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            Require((names ??= new(StringComparer.Ordinal)).Add(name), $"'{LogText.Clean(name)}' appears twice");
            json.Read();
            read(name, ref json);
        }
    }

    private static bool ReadBoolean(string name, ref Utf8JsonReader json)
    {
        Require(
            json.TokenType is JsonTokenType.True or JsonTokenType.False,
            $"Invalid value for '{name}': expected a boolean");
        return json.TokenType == JsonTokenType.True;
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw InferenceException.InvalidArgument(message);
        }
    }

    private static InferenceException Unknown(string name) =>
        InferenceException.InvalidArgument($"parameters.{LogText.Clean(name)}: the parameter is unknown");
}
