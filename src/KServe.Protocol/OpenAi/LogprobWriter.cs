using System.Globalization;
using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Writes log-probabilities, as chats and as plain completions have them.</summary>
internal static class LogprobWriter
{
    // JSON has no infinity: what is as good as impossible gets the number that clients know from vLLM.
    private const float Floor = -9999;

    public static void WriteChat(Utf8JsonWriter json, IReadOnlyList<TextLogprob> logprobs, OpenAiRequest request)
    {
        if (request.Prompts[0].Sampling.Logprobs is null)
        {
            json.WriteNull("logprobs"u8);
            return;
        }

        json.WriteStartObject("logprobs"u8);
        json.WriteStartArray("content"u8);
        WriteTokens(json, logprobs, request);
        json.WriteEndArray();
        json.WriteNull("refusal"u8);
        json.WriteEndObject();
    }

    /// <summary>Writes tokens, each with the likeliest.</summary>
    public static void WriteTokens(Utf8JsonWriter json, IReadOnlyList<TextLogprob> logprobs, OpenAiRequest request)
    {
        foreach (var logprob in logprobs)
        {
            json.WriteStartObject();
            WriteToken(json, logprob, request);
            json.WriteStartArray("top_logprobs"u8);
            foreach (var top in logprob.Top)
            {
                json.WriteStartObject();
                WriteToken(json, top, request);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    public static void WriteCompletion(
        Utf8JsonWriter json,
        IReadOnlyList<TextLogprob> logprobs,
        int offset,
        OpenAiRequest request)
    {
        if (request.Prompts[0].Sampling.Logprobs is null)
        {
            json.WriteNull("logprobs"u8);
            return;
        }

        json.WriteStartObject("logprobs"u8);
        json.WriteStartArray("tokens"u8);
        foreach (var logprob in logprobs)
        {
            json.WriteStringValue(NameOf(logprob, request));
        }

        json.WriteEndArray();
        json.WriteStartArray("token_logprobs"u8);
        foreach (var logprob in logprobs)
        {
            json.WriteNumberValue(Math.Max(logprob.Logprob, Floor));
        }

        json.WriteEndArray();
        json.WriteStartArray("top_logprobs"u8);
        foreach (var logprob in logprobs)
        {
            WriteTop(json, logprob, request);
        }

        json.WriteEndArray();
        json.WriteStartArray("text_offset"u8);
        foreach (var logprob in logprobs)
        {
            json.WriteNumberValue(offset);
            offset += logprob.Text.Length;
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes those of the prompt: for each token what it and the likeliest were.</summary>
    public static void WritePrompt(
        Utf8JsonWriter json,
        IReadOnlyList<TextLogprob?>? logprobs,
        OpenAiRequest request)
    {
        if (logprobs is null)
        {
            return;
        }

        json.WriteStartArray("prompt_logprobs"u8);
        foreach (var logprob in logprobs)
        {
            if (logprob is null)
            {
                json.WriteNullValue();
                continue;
            }

            json.WriteStartObject();
            WriteEntry(json, logprob, request);
            foreach (var top in logprob.Top.Where(top => top.TokenId != logprob.TokenId))
            {
                WriteEntry(json, top, request);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, TextLogprob logprob, OpenAiRequest request)
    {
        json.WriteStartObject(logprob.TokenId.ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("logprob"u8, Math.Max(logprob.Logprob, Floor));
        json.WriteNumber("rank"u8, logprob.Rank);
        json.WriteString("decoded_token"u8, NameOf(logprob, request));
        json.WriteEndObject();
    }

    // Two tokens may have the same text: the likelier one keeps it, as a JSON object must not have a name twice.
    private static void WriteTop(Utf8JsonWriter json, TextLogprob logprob, OpenAiRequest request)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        json.WriteStartObject();
        foreach (var top in logprob.Top.Prepend(logprob))
        {
            var name = NameOf(top, request);
            if (names.Add(name))
            {
                json.WriteNumber(name, Math.Max(top.Logprob, Floor));
            }
        }

        json.WriteEndObject();
    }

    private static void WriteToken(Utf8JsonWriter json, TextLogprob logprob, OpenAiRequest request)
    {
        json.WriteString("token"u8, NameOf(logprob, request));
        json.WriteNumber("logprob"u8, Math.Max(logprob.Logprob, Floor));
        json.WriteStartArray("bytes"u8);
        foreach (var value in logprob.Bytes.Span)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    private static string NameOf(TextLogprob logprob, OpenAiRequest request) => request.WritesTokensAsIds
        ? string.Create(CultureInfo.InvariantCulture, $"token_id:{logprob.TokenId}")
        : logprob.Text;
}
