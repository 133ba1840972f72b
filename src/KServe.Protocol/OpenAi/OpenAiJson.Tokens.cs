using System.Text.Json;
using KServe.Protocol.OpenAi;

namespace KServe.Protocol;

/// <content>The bodies that are about tokens.</content>
public static partial class OpenAiJson
{
    /// <summary>Reads the body of <c>/tokenize</c>.</summary>
    /// <param name="body">The JSON.</param>
    /// <returns>The request, which keeps nothing of the body.</returns>
    /// <exception cref="InferenceException">The body is wrong; the message names the field.</exception>
    public static TokenizeRequest ReadTokenize(ReadOnlyMemory<byte> body) => Read(body, ReadTokenize);

    /// <summary>Reads the body of <c>/detokenize</c>.</summary>
    /// <param name="body">The JSON.</param>
    /// <returns>The request, which keeps nothing of the body.</returns>
    /// <exception cref="InferenceException">The body is wrong; the message names the field.</exception>
    public static DetokenizeRequest ReadDetokenize(ReadOnlyMemory<byte> body) => Read(
        body,
        static fields => new DetokenizeRequest(
            fields.RequireString("model", OpenAiLimits.ShortText),
            JsonFields.ToIntegers(fields.Require("tokens", "an array"), "tokens", OpenAiLimits.TokenIds)));

    private static TokenizeRequest ReadTokenize(JsonFields fields)
    {
        var hasMessages = fields.TryGet("messages", out _);
        if (hasMessages == fields.TryGet("prompt", out _))
        {
            throw OpenAiErrors.Wrong("prompt", "Exactly one of 'prompt' and 'messages' was expected.");
        }

        var tools = ToolReader.Read(fields);
        var prompt = new TextGenerationRequest
        {
            Messages = hasMessages ? MessageReader.Read(fields) : null,
            Text = hasMessages ? null : fields.RequireString("prompt"),
            Tools = tools,
            AddsSpecialTokens = fields.FindBoolean("add_special_tokens"),
            AddsGenerationPrompt = fields.GetBoolean("add_generation_prompt", missing: true),
            ContinuesFinalMessage = fields.GetBoolean("continue_final_message"),
            TemplateArguments = ReadArguments(fields),
        };
        return new TokenizeRequest(
            fields.RequireString("model", OpenAiLimits.ShortText), prompt, fields.GetBoolean("return_token_strs"));
    }

    /// <summary>Writes the tokens of a prompt.</summary>
    /// <param name="json">Takes the JSON.</param>
    /// <param name="tokens">The ids.</param>
    /// <param name="maxModelLength">The most tokens that the model takes.</param>
    /// <param name="texts">Their texts; <see langword="null"/> to leave them out.</param>
    public static void WriteTokens(
        Utf8JsonWriter json,
        IReadOnlyList<int> tokens,
        int maxModelLength,
        IReadOnlyList<string>? texts)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(tokens);
        json.WriteStartObject();
        json.WriteNumber("count"u8, tokens.Count);
        json.WriteNumber("max_model_len"u8, maxModelLength);
        json.WriteStartArray("tokens"u8);
        foreach (var token in tokens)
        {
            json.WriteNumberValue(token);
        }

        json.WriteEndArray();
        if (texts is not null)
        {
            json.WriteStartArray("token_strs"u8);
            foreach (var text in texts)
            {
                json.WriteStringValue(text);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
