using System.Text;
using System.Text.Json;

namespace KServe.Load.Generation;

/// <summary>Reads from an answer what must be the same each time, streamed or not.</summary>
/// <param name="Text">The text of the choices, and what their calls of tools say.</param>
/// <param name="IsWhole">Whether it came to its end.</param>
/// <param name="HitsCache">Whether a part of its prompt was in the cache.</param>
internal readonly record struct MixedAnswer(string Text, bool IsWhole, bool HitsCache)
{
    /// <summary>Reads a whole body.</summary>
    public static MixedAnswer Read(string body, bool isStream)
    {
        var text = new StringBuilder();
        if (!isStream)
        {
            var hits = Add(body, text);
            return new MixedAnswer(text.ToString(), true, hits);
        }

        var hitsCache = false;
        var isWhole = false;
        foreach (var line in body.Split('\n'))
        {
            if (line == "data: [DONE]")
            {
                isWhole = true;
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                hitsCache |= Add(line[6..], text);
            }
        }

        return new MixedAnswer(text.ToString(), isWhole, hitsCache);
    }

    private static bool Add(string json, StringBuilder text)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.TryGetProperty("choices", out var choices))
        {
            foreach (var choice in choices.EnumerateArray())
            {
                Add(choice, text);
            }
        }

        return document.RootElement.TryGetProperty("usage", out var usage)
            && usage.ValueKind == JsonValueKind.Object
            && usage.TryGetProperty("prompt_tokens_details", out var details)
            && details.ValueKind == JsonValueKind.Object
            && details.GetProperty("cached_tokens").GetInt32() > 0;
    }

    private static void Add(JsonElement choice, StringBuilder text)
    {
        var said = choice.TryGetProperty("message", out var message) ? message
            : choice.TryGetProperty("delta", out var delta) ? delta
            : choice;
        foreach (var name in (string[])["content", "text"])
        {
            if (said.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
            {
                text.Append(value.GetString());
            }
        }

        if (said.TryGetProperty("tool_calls", out var calls))
        {
            foreach (var call in calls.EnumerateArray())
            {
                text.Append(call.GetProperty("function").GetProperty("arguments").GetString());
            }
        }
    }
}
