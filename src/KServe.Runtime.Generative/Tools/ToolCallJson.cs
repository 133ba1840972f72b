using System.Buffers;
using System.Text.Json;

namespace KServe.Runtime.Generative.Tools;

/// <summary>Reads the JSON of calls.</summary>
internal static class ToolCallJson
{
    private const int DeepestNesting = 64;

    /// <summary>Gets the blank space of JSON.</summary>
    public static SearchValues<char> Blanks { get; } = SearchValues.Create(" \t\r\n");

    /// <summary>Reads one call, or an array of them.</summary>
    /// <returns>The calls; null if the text is anything else.</returns>
    public static List<ToolCall>? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = DeepestNesting });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Array)
            {
                return ReadCall(root) is { } call ? [call] : null;
            }

            List<ToolCall> calls = [];
            foreach (var item in root.EnumerateArray())
            {
                if (ReadCall(item) is not { } call)
                {
                    return null;
                }

                calls.Add(call);
            }

            return calls.Count > 0 ? calls : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // a model may write anything; what is no call is text
            return null;
        }
    }

    /// <summary>Tells whether a text is a JSON object.</summary>
    public static bool IsObject(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = DeepestNesting });
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Gets where the JSON object or array at the start of a text ends; -1 while it has not ended.</summary>
    public static int FindEnd(ReadOnlySpan<char> text)
    {
        var (depth, inText) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when inText:
                    i++;
                    break;
                case '"':
                    inText = !inText;
                    break;
                case '{' or '[' when !inText:
                    depth++;
                    break;
                case '}' or ']' when !inText:
                    if (--depth == 0)
                    {
                        return i + 1;
                    }

                    break;
            }
        }

        return -1;
    }

    private static ToolCall? ReadCall(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String
            || name.GetString() is not { Length: > 0 } tool)
        {
            return null;
        }

        if (!element.TryGetProperty("arguments", out var arguments)
            && !element.TryGetProperty("parameters", out arguments))
        {
            return null;
        }

        return arguments.ValueKind switch
        {
            JsonValueKind.Object => new ToolCall("", tool, arguments.GetRawText()),
            JsonValueKind.String when IsObject(arguments.GetString()!) =>
                new ToolCall("", tool, arguments.GetString()!),
            JsonValueKind.Null => new ToolCall("", tool, "{}"),
            _ => null,
        };
    }
}
