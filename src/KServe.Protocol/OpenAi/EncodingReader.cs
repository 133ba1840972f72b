using System.Globalization;
using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Reads requests for vectors.</summary>
internal static class EncodingReader
{
    public static OpenAiEncodingRequest Read(JsonFields fields, OpenAiEncodingKind kind) => new()
    {
        Model = fields.RequireString("model", OpenAiLimits.ShortText),
        Kind = kind,
        Encoding = new TextEncodingRequest(ReadInputs(fields, kind))
        {
            Dimensions = kind == OpenAiEncodingKind.Embeddings ? ReadPositive(fields, "dimensions") : null,
            Truncates = fields.FindInteger("truncate_prompt_tokens") switch
            {
                null => false,
                -1 => true,
                _ => throw OpenAiErrors.Wrong(
                    "truncate_prompt_tokens", "'truncate_prompt_tokens' is not supported but for -1."),
            },
        },
        IsBase64 = kind == OpenAiEncodingKind.Embeddings && ReadFormat(fields),
        TopCount = kind == OpenAiEncodingKind.Rerank ? ReadPositive(fields, "top_n") : null,
        ReturnsDocuments = fields.GetBoolean("return_documents", missing: true),
    };

    private static List<TextInput> ReadInputs(JsonFields fields, OpenAiEncodingKind kind) => kind switch
    {
        OpenAiEncodingKind.Rerank => ReadPairs(fields, "query", "documents"),
        OpenAiEncodingKind.Score => ReadPairs(fields, "text_1", "text_2"),
        _ => ReadInputs(fields),
    };

    private static List<TextInput> ReadInputs(JsonFields fields)
    {
        var requests = PromptReader.Read(fields, "input", new TextGenerationRequest());
        for (var i = 0; i < requests.Count; i++)
        {
            if (requests[i].Text is { Length: 0 })
            {
                throw OpenAiErrors.Wrong("input", "'input' holds an empty text.");
            }
        }

        return [.. requests.Select(static one => new TextInput { Text = one.Text, TokenIds = one.TokenIds })];
    }

    /// <summary>Reads pairs: one with each, or each with the one across.</summary>
    private static List<TextInput> ReadPairs(JsonFields fields, string firstName, string secondName)
    {
        var first = ReadTexts(fields, firstName);
        var second = ReadTexts(fields, secondName);
        if (first.Length != 1 && first.Length != second.Length)
        {
            throw OpenAiErrors.Wrong(
                secondName,
                $"'{secondName}' has {second.Length} texts: as many as '{firstName}' were expected, "
                + $"which has {first.Length}.");
        }

        return
        [
            .. second.Select((text, index) => new TextInput
            {
                Text = first.Length == 1 ? first[0] : first[index],
                Pair = text,
            }),
        ];
    }

    private static string[] ReadTexts(JsonFields fields, string name)
    {
        var value = fields.Require(name, "a text or texts");
        if (value.ValueKind == JsonValueKind.String)
        {
            return [JsonFields.ToText(value, name, int.MaxValue)];
        }

        JsonFields.ToArray(value, name, OpenAiLimits.Prompts);
        List<string> texts = [];
        foreach (var item in value.EnumerateArray())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{name}[{texts.Count}]");
            texts.Add(item.ValueKind == JsonValueKind.Object
                ? JsonFields.Of(item, path).RequireString("text")
                : JsonFields.ToText(item, path, int.MaxValue));
        }

        return texts.Count > 0
            ? [.. texts]
            : throw OpenAiErrors.Wrong(name, $"'{name}' is empty: at least one text was expected.");
    }

    private static int? ReadPositive(JsonFields fields, string name) => fields.FindInteger(name) switch
    {
        null => null,
        > 0 and var count => count,
        var other => throw OpenAiErrors.Wrong(name, $"'{name}' is the number {other}: at least 1 was expected."),
    };

    private static bool ReadFormat(JsonFields fields)
    {
        const string Name = "encoding_format";
        return fields.FindString(Name, OpenAiLimits.ShortText) switch
        {
            null or "float" => false,
            "base64" => true,
            _ => throw OpenAiErrors.Wrong(Name, $"'{Name}' is not known: float or base64 was expected."),
        };
    }
}
