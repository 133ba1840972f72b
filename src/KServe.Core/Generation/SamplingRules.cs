using System.Globalization;
using System.Numerics;

namespace KServe;

/// <summary>The ranges of sampling parameters: the one place that knows them.</summary>
internal static class SamplingRules
{
    private const int MaxCount = 128;
    private const int MaxStops = 64;
    private const int MaxWords = 1024;
    private const int MaxTextLength = 1024;
    private const int MaxTokens = 128;
    private const int MaxBiases = 1024;
    private const float MaxBias = 100;
    private const int MaxPattern = 1024;

    public static void Check(SamplingParameters sampling)
    {
        CheckChoice(sampling);
        CheckPenalties(sampling);
        CheckLengths(sampling);
        CheckLogprobs("logprobs", sampling.Logprobs);
        CheckLogprobs("prompt_logprobs", sampling.PromptLogprobs);
        CheckCount("logprob_token_ids", sampling.LogprobTokenIds.Count, MaxTokens);
        CheckCount("stop_token_ids", sampling.StopTokenIds.Count, MaxTokens);
        CheckTexts("stop", sampling.Stop, MaxStops);
        CheckTexts("bad_words", sampling.BadWords, MaxWords);
        CheckBiases(sampling.LogitBias);
        if (sampling.AllowedTokenIds is { Count: 0 })
        {
            throw Wrong("allowed_token_ids", "is empty", "at least one token");
        }

        if (sampling.RepetitionDetection is { } detection)
        {
            const string Name = "repetition_detection";
            CheckRange($"{Name}.max_pattern_size", detection.MaxPatternSize, 1, MaxPattern);
            CheckRange($"{Name}.min_pattern_size", detection.MinPatternSize, 1, detection.MaxPatternSize);
            CheckRange($"{Name}.min_count", detection.MinCount, 2, MaxPattern);
        }
    }

    private static void CheckChoice(SamplingParameters sampling)
    {
        CheckRange("n", sampling.Count, 1, MaxCount);
        CheckRange("temperature", sampling.Temperature ?? 1, 0, 2);
        CheckRange("top_p", sampling.TopP ?? 1, float.Epsilon, 1, "a number above 0 and at most 1");
        CheckRange("min_p", sampling.MinP ?? 0, 0, 1);
        if (sampling.TopK is < -1)
        {
            throw Wrong("top_k", sampling.TopK.Value, "a number of at least 1, or 0 or -1 for all");
        }

        if (sampling.Count > 1 && sampling.IsGreedy)
        {
            throw Wrong("n", sampling.Count, "1 with a temperature of 0, as all choices would be the same,");
        }
    }

    private static void CheckPenalties(SamplingParameters sampling)
    {
        CheckRange("presence_penalty", sampling.PresencePenalty, -2, 2);
        CheckRange("frequency_penalty", sampling.FrequencyPenalty, -2, 2);
        CheckRange(
            "repetition_penalty", sampling.RepetitionPenalty ?? 1, float.Epsilon, float.MaxValue, "a number above 0");
    }

    private static void CheckLengths(SamplingParameters sampling)
    {
        if (sampling.MaxTokens is < 1)
        {
            throw Wrong("max_tokens", sampling.MaxTokens.Value, "a number of at least 1");
        }

        if (sampling.MinTokens < 0 || sampling.MinTokens > (sampling.MaxTokens ?? int.MaxValue))
        {
            throw Wrong("min_tokens", sampling.MinTokens, "a number from 0 to max_tokens");
        }
    }

    private static void CheckLogprobs(string name, int? count)
    {
        if (count is < -1)
        {
            throw Wrong(name, count.Value, "a number of at least 0, or -1 for all");
        }
    }

    private static void CheckBiases(IReadOnlyDictionary<int, float> biases)
    {
        CheckCount("logit_bias", biases.Count, MaxBiases);
        foreach (var (token, bias) in biases)
        {
            if (!(bias is >= -MaxBias and <= MaxBias))
            {
                throw Wrong(
                    "logit_bias",
                    string.Create(CultureInfo.InvariantCulture, $"has {bias} for token {token}"),
                    "a number from -100 to 100");
            }
        }
    }

    private static void CheckTexts(string name, IReadOnlyList<string> texts, int most)
    {
        CheckCount(name, texts.Count, most);
        foreach (var text in texts)
        {
            if (text is not { Length: > 0 and <= MaxTextLength })
            {
                throw Wrong(
                    name, $"holds a text of {text?.Length ?? 0} characters", $"from 1 to {MaxTextLength} of them");
            }
        }
    }

    private static void CheckCount(string name, int count, int most)
    {
        if (count > most)
        {
            throw Wrong(name, $"has {count} entries", $"at most {most}");
        }
    }

    private static void CheckRange<T>(string name, T value, T least, T most, string? expected = null)
        where T : INumber<T>
    {
        // Written so that NaN is refused.
        if (!(value >= least && value <= most))
        {
            throw Wrong(
                name,
                value,
                expected ?? string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));
        }
    }

    private static InferenceException Wrong<T>(string name, T value, string expected)
        where T : INumber<T> =>
        Wrong(name, string.Create(CultureInfo.InvariantCulture, $"is {value}"), expected);

    private static InferenceException Wrong(string name, string what, string expected) =>
        InferenceException.InvalidArgument(name, $"'{name}' {what}: {expected} was expected.");
}
