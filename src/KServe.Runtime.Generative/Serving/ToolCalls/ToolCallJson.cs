using System.Text;
using System.Text.Json;

namespace KServe.Runtime.Generative.Serving.ToolCalls;

/// <summary>Reads the JSON of tool calls.</summary>
internal static class ToolCallJson
{
    private const int MaxCalls = 128;
    private static readonly JsonReaderOptions Several = new() { AllowMultipleValues = true, MaxDepth = 64 };

    /// <summary>Reads the calls of a text: an object, several behind each other, or a list.</summary>
    /// <returns><see langword="false"/> when it is anything else.</returns>
    public static bool TryRead(string text, ToolCallSyntax syntax, out List<(string Name, string Arguments)> calls)
    {
        calls = [];
        try
        {
            // Llama separates calls by semicolons.
            var bytes = Encoding.UTF8.GetBytes(syntax.Mark is null ? text : text.Replace("};", "} ", StringComparison.Ordinal));
            var reader = new Utf8JsonReader(bytes, Several);
            while (reader.Read())
            {
                using var document = JsonDocument.ParseValue(ref reader);
                var root = document.RootElement;
                var isRead = root.ValueKind == JsonValueKind.Array
                    ? TryReadAll(root, calls)
                    : TryReadOne(root, calls);
                if (!isRead || calls.Count > MaxCalls)
                {
                    return false;
                }
            }

            return calls.Count > 0;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool TryReadAll(JsonElement list, List<(string Name, string Arguments)> calls)
    {
        foreach (var item in list.EnumerateArray())
        {
            if (!TryReadOne(item, calls))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadOne(JsonElement call, List<(string Name, string Arguments)> calls)
    {
        if (call.ValueKind != JsonValueKind.Object
            || !call.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        var hasArguments = call.TryGetProperty("arguments", out var arguments)
            || call.TryGetProperty("parameters", out arguments);
        if (hasArguments && arguments.ValueKind is not (JsonValueKind.Object or JsonValueKind.String))
        {
            return false;
        }

        calls.Add((name.GetString()!, !hasArguments ? "{}"
            : arguments.ValueKind == JsonValueKind.String ? arguments.GetString()!
            : arguments.GetRawText()));
        return true;
    }
}
