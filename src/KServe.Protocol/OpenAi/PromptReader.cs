using System.Globalization;
using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Reads the prompts of a plain completion: a text, tokens, or several of either.</summary>
internal static class PromptReader
{
    public static IReadOnlyList<TextGenerationRequest> Read(JsonFields body, string name, TextGenerationRequest common)
    {
        var prompt = body.Require(name, "a text or an array");
        if (prompt.ValueKind == JsonValueKind.String)
        {
            return [common with { Text = JsonFields.ToText(prompt, name, int.MaxValue) }];
        }

        if (prompt.ValueKind != JsonValueKind.Array)
        {
            throw JsonFields.Wrong(name, "a text, an array of texts, or tokens", prompt);
        }

        if (prompt.GetArrayLength() == 0)
        {
            throw OpenAiErrors.Wrong(name, $"'{name}' is empty: at least one prompt was expected.");
        }

        return prompt[0].ValueKind == JsonValueKind.Number
            ? [common with { TokenIds = JsonFields.ToIntegers(prompt, name, OpenAiLimits.TokenIds) }]
            : ReadMany(prompt, name, common);
    }

    private static List<TextGenerationRequest> ReadMany(JsonElement prompts, string name, TextGenerationRequest common)
    {
        JsonFields.ToArray(prompts, name, OpenAiLimits.Prompts);
        List<TextGenerationRequest> requests = [];
        foreach (var item in prompts.EnumerateArray())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{name}[{requests.Count}]");
            requests.Add(item.ValueKind == JsonValueKind.Array
                ? common with { TokenIds = ReadTokens(item, path) }
                : common with { Text = JsonFields.ToText(item, path, int.MaxValue) });
        }

        return requests;
    }

    private static int[] ReadTokens(JsonElement item, string path)
    {
        var tokens = JsonFields.ToIntegers(item, path, OpenAiLimits.TokenIds);
        return tokens.Length > 0
            ? tokens
            : throw OpenAiErrors.Wrong(path, $"'{path}' is empty: at least one token was expected.");
    }
}
