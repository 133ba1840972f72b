using System.Globalization;
using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Reads the fields that say how tokens are chosen: OpenAI's, and those that vLLM adds.</summary>
internal static class SamplingReader
{
    public static SamplingParameters Read(JsonFields body, bool isChat)
    {
        var maxTokens = body.FindInteger("max_completion_tokens") ?? body.FindInteger("max_tokens");
        var seed = body.FindLong("seed");
        var sampling = new SamplingParameters
        {
            Count = body.GetInteger("n", 1),
            MaxTokens = maxTokens ?? (isChat ? null : 16),
            MinTokens = body.GetInteger("min_tokens", 0),
            Temperature = body.FindSingle("temperature"),
            TopP = body.FindSingle("top_p"),
            TopK = body.FindInteger("top_k"),
            MinP = body.FindSingle("min_p"),
            PresencePenalty = body.GetSingle("presence_penalty", 0),
            FrequencyPenalty = body.GetSingle("frequency_penalty", 0),
            RepetitionPenalty = body.FindSingle("repetition_penalty"),
            Seed = seed == -1 ? null : seed,
            Stop = ReadStop(body),
            StopTokenIds = ReadTokens(body, "stop_token_ids") ?? [],
            IncludesStop = body.GetBoolean("include_stop_str_in_output"),
            IgnoresEndOfSequence = body.GetBoolean("ignore_eos"),
            SkipsSpecialTokens = body.GetBoolean("skip_special_tokens", missing: true),
            LogitBias = ReadLogitBias(body),
            AllowedTokenIds = ReadTokens(body, "allowed_token_ids"),
            BadWords = body.TryGet("bad_words", out var words)
                ? JsonFields.ToTexts(words, body.PathOf("bad_words"), OpenAiLimits.Parts)
                : [],
            Logprobs = isChat
                ? ReadChatLogprobs(body)
                : ReadLogprobs(body, "logprobs", OpenAiLimits.CompletionLogprobs),
            PromptLogprobs = ReadLogprobs(body, "prompt_logprobs", OpenAiLimits.CompletionLogprobs),
        };
        sampling.Validate();
        return sampling;
    }

    private static int? ReadChatLogprobs(JsonFields body)
    {
        var top = ReadLogprobs(body, "top_logprobs", OpenAiLimits.TopLogprobs);
        if (body.GetBoolean("logprobs"))
        {
            return top ?? 0;
        }

        return top is null or 0
            ? null
            : throw OpenAiErrors.Wrong("top_logprobs", "'top_logprobs' was given, but 'logprobs' is not true.");
    }

    private static int? ReadLogprobs(JsonFields body, string name, int limit)
    {
        var count = body.FindInteger(name);
        return count is null or >= 0 && (count ?? 0) <= limit
            ? count
            : throw OpenAiErrors.Wrong(
                name, $"'{name}' is the number {count}: a number from 0 to {limit} was expected.");
    }

    private static string[] ReadStop(JsonFields body)
    {
        if (!body.TryGet("stop", out var stop))
        {
            return [];
        }

        return stop.ValueKind == JsonValueKind.String
            ? [JsonFields.ToText(stop, "stop", int.MaxValue)]
            : JsonFields.ToTexts(stop, "stop", 16);
    }

    private static int[]? ReadTokens(JsonFields body, string name) =>
        body.TryGet(name, out var tokens) ? JsonFields.ToIntegers(tokens, name, OpenAiLimits.Parts * 64) : null;

    private static Dictionary<int, float> ReadLogitBias(JsonFields body)
    {
        var biases = new Dictionary<int, float>();
        if (!body.TryGet("logit_bias", out var map))
        {
            return biases;
        }

        foreach (var entry in JsonFields.Of(map, "logit_bias").Element.EnumerateObject())
        {
            var isToken = int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var token);
            if (!isToken)
            {
                throw OpenAiErrors.Wrong("logit_bias", "'logit_bias' has a key that is not the id of a token.");
            }

            biases[token] = new JsonFields(map, "logit_bias.").GetSingle(entry.Name, 0);
        }

        return biases;
    }
}
