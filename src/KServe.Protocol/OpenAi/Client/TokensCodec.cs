using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Writes requests for tokens and their texts, and reads the answers.</summary>
internal static class TokensCodec
{
    public static void Write(Utf8JsonWriter json, string model, TextGenerationRequest request, bool returnsTexts)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        if (request.Messages is { } messages)
        {
            MessageWriter.Write(json, messages);
            RequestWriter.WriteToolList(json, request.Tools);
            RequestWriter.WriteTemplate(json, request);
        }
        else
        {
            json.WriteString(
                "prompt"u8, request.Text ?? throw OpenAiErrors.Wrong("prompt", "Tokens are made of a text."));
        }

        if (request.AddsSpecialTokens is { } adds)
        {
            json.WriteBoolean("add_special_tokens"u8, adds);
        }

        if (returnsTexts)
        {
            json.WriteBoolean("return_token_strs"u8, value: true);
        }

        json.WriteEndObject();
    }

    public static TextTokens Read(JsonElement root, bool returnsTexts)
    {
        if (ChunkJson.Array(root, "tokens"u8) is not { } array || array.GetArrayLength() > OpenAiLimits.TokenIds)
        {
            throw InferenceException.InvalidArgument("'tokens' is not a list of tokens");
        }

        // A server whose own /tokenize is not vLLM's may answer with no tokens to a prompt that it did not find.
        var tokens = ChunkJson.Tokens(root, "tokens"u8);
        return tokens.Count == array.GetArrayLength() && ChunkJson.Integer(root, "count"u8) == tokens.Count
            ? new TextTokens(tokens, returnsTexts ? ReadTexts(root, tokens.Count) : null)
            : throw InferenceException.InvalidArgument("'tokens' is not a list of tokens");
    }

    public static string ReadText(JsonElement root) => ChunkJson.Text(root, "prompt"u8)
        ?? throw InferenceException.InvalidArgument("'prompt' is not a text");

    private static string[] ReadTexts(JsonElement root, int count)
    {
        if (ChunkJson.Array(root, "token_strs"u8) is not { } array || array.GetArrayLength() != count)
        {
            throw InferenceException.InvalidArgument("'token_strs' is not one text for each token");
        }

        var texts = new string[count];
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            texts[index++] = item.ValueKind == JsonValueKind.String
                ? item.GetString()!
                : throw InferenceException.InvalidArgument("'token_strs' is not one text for each token");
        }

        return texts;
    }
}
