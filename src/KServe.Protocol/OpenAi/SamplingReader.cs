using System.Globalization;
using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Reads the fields that say how tokens are chosen: OpenAI's, and those that vLLM adds.</summary>
internal static class SamplingReader
{
    public static SamplingParameters Read(JsonFields body, bool isChat)
    {
        var maxTokens = body.FindInteger("max_completion_tokens") ?? body.FindInteger("max_tokens");
        var logprobs = isChat
            ? ReadChatLogprobs(body)
            : ReadLogprobs(body, "logprobs", OpenAiLimits.CompletionLogprobs);
        return Read(body, body.GetInteger("n", 1), maxTokens ?? (isChat ? null : 16), logprobs);
    }

    /// <summary>Reads those of a response, which has one choice and names its limit in its own way.</summary>
    public static SamplingParameters ReadResponse(JsonFields body)
    {
        const string Limit = "max_output_tokens";
        var maxTokens = body.FindInteger(Limit);
        if (maxTokens < 1)
        {
            throw OpenAiErrors.Wrong(
                Limit, $"'{Limit}' is the number {maxTokens}: a number of at least 1 was expected.");
        }

        var top = ReadLogprobs(body, "top_logprobs", OpenAiLimits.TopLogprobs);
        return Read(body, 1, maxTokens, IncludesLogprobs(body) ? top ?? 0 : top is 0 ? null : top);
    }

    private static bool IncludesLogprobs(JsonFields body) =>
        body.TryGet("include", out var include)
        && JsonFields.ToTexts(include, "include", OpenAiLimits.Parts)
            .Contains("message.output_text.logprobs", StringComparer.Ordinal);

    private static SamplingParameters Read(JsonFields body, int count, int? maxTokens, int? logprobs)
    {
        var seed = body.FindLong("seed");
        var sampling = new SamplingParameters
        {
            Count = count,
            MaxTokens = maxTokens,
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
            Logprobs = logprobs,
            PromptLogprobs = ReadLogprobs(body, "prompt_logprobs", OpenAiLimits.CompletionLogprobs),
            LogprobTokenIds = ReadTokens(body, "logprob_token_ids") ?? [],
            RepetitionDetection = ReadRepetition(body),
        };
        if (sampling is { Logprobs: null, LogprobTokenIds.Count: > 0 })
        {
            throw OpenAiErrors.Wrong(
                "logprob_token_ids", "'logprob_token_ids' was given, but 'logprobs' does not ask for any.");
        }

        Validate(sampling, body);
        return sampling;
    }

    // The length has two names: errors name the one that the client used.
    private static void Validate(SamplingParameters sampling, JsonFields body)
    {
        const string Name = "max_completion_tokens";
        try
        {
            sampling.Validate();
        }
        catch (InferenceException error) when (error.Parameter == "max_tokens" && body.TryGet(Name, out _))
        {
            throw OpenAiErrors.Wrong(Name, error.Message.Replace("max_tokens", Name, StringComparison.Ordinal));
        }
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
            : JsonFields.ToTexts(stop, "stop", OpenAiLimits.Parts);
    }

    private static int[]? ReadTokens(JsonFields body, string name) =>
        body.TryGet(name, out var tokens) ? JsonFields.ToIntegers(tokens, name, OpenAiLimits.Parts * 64) : null;

    private static RepetitionDetection? ReadRepetition(JsonFields body)
    {
        const string Name = "repetition_detection";
        if (!body.TryGet(Name, out var value))
        {
            return null;
        }

        // As vLLM reads it: no longest pattern turns it off, no shortest one is 1.
        var fields = JsonFields.Of(value, Name);
        var longest = fields.GetInteger("max_pattern_size", 0);
        var shortest = fields.GetInteger("min_pattern_size", 0);
        return longest == 0
            ? null
            : new RepetitionDetection(longest, shortest == 0 ? 1 : shortest, fields.GetInteger("min_count", 0));
    }

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
