using System.Globalization;

namespace KServe.Runtime.Generative.Sampling;

/// <summary>Checks the ranges of sampling parameters; errors name them as clients do.</summary>
internal static class SamplingValidator
{
    /// <summary>Checks all parameters.</summary>
    /// <exception cref="InferenceException">One of them is out of its range.</exception>
    public static void Check(SamplingSettings parameters, in SamplingLimits limits)
    {
        CheckChoice(parameters);
        CheckPenalties(parameters);
        CheckLengths(parameters);
        CheckLogprobs("logprobs", parameters.Logprobs, limits);
        CheckLogprobs("prompt_logprobs", parameters.PromptLogprobs, limits);
        CheckTokens(parameters, limits);
        CheckTexts("stop", parameters.Stop, SamplingLimits.MaxStops);
        CheckTexts("bad_words", parameters.BadWords, SamplingLimits.MaxBadWords);
        if (parameters.Stop.Count > 0 && !parameters.Detokenize)
        {
            throw InferenceException.InvalidArgument("stop needs text: detokenize must be true.");
        }

        if (parameters.RepetitionDetection is { } detection)
        {
            Check(detection);
        }
    }

    private static void CheckChoice(SamplingSettings parameters)
    {
        CheckRange("n", parameters.N, 1, SamplingLimits.MaxN);
        CheckRange("temperature", parameters.Temperature, 0, 2);
        CheckRange("top_p", parameters.TopP, float.Epsilon, 1, "above 0 and at most 1");
        CheckRange("min_p", parameters.MinP, 0, 1);
        if (parameters.TopK < -1)
        {
            throw Wrong("top_k", parameters.TopK, "-1, 0 or more");
        }

        if (parameters.N > 1 && parameters.Temperature < SamplingLimits.GreedyTemperature)
        {
            throw Wrong("n", parameters.N, "1 when temperature is 0, because all answers would be the same");
        }
    }

    private static void CheckPenalties(SamplingSettings parameters)
    {
        CheckRange("presence_penalty", parameters.PresencePenalty, -2, 2);
        CheckRange("frequency_penalty", parameters.FrequencyPenalty, -2, 2);
        CheckRange(
            "repetition_penalty", parameters.RepetitionPenalty, float.Epsilon, float.MaxValue, "a number above 0");
    }

    private static void CheckLengths(SamplingSettings parameters)
    {
        if (parameters.MaxTokens is < 0)
        {
            throw Wrong("max_tokens", parameters.MaxTokens.Value, "0 or more");
        }

        if (parameters.MinTokens < 0 || parameters.MinTokens > (parameters.MaxTokens ?? int.MaxValue))
        {
            throw Wrong("min_tokens", parameters.MinTokens, "from 0 to max_tokens");
        }
    }

    private static void CheckLogprobs(string name, int? value, in SamplingLimits limits)
    {
        if (value is not { } count)
        {
            return;
        }

        var most = limits.MaxLogprobs < 0 ? limits.VocabularySize : limits.MaxLogprobs;
        var wanted = count == -1 ? limits.VocabularySize : count;
        if (count < -1 || wanted > most)
        {
            throw Wrong(name, count, $"from 0 to {most}");
        }
    }

    private static void CheckTokens(SamplingSettings parameters, in SamplingLimits limits)
    {
        CheckIds("stop_token_ids", parameters.StopTokenIds, limits.VocabularySize, limits);
        CheckIds("logprob_token_ids", parameters.LogprobTokenIds, SamplingLimits.MaxLogprobTokens, limits);
        if (parameters.AllowedTokenIds is { } allowed)
        {
            CheckIds("allowed_token_ids", allowed, limits.VocabularySize, limits);
            if (allowed.Count == 0)
            {
                throw InferenceException.InvalidArgument("allowed_token_ids must name at least one token.");
            }
        }

        foreach (var (token, bias) in parameters.LogitBias)
        {
            CheckId("logit_bias", token, limits);
            if (float.IsNaN(bias))
            {
                throw InferenceException.InvalidArgument($"logit_bias of token {token} must be a number.");
            }
        }
    }

    private static void CheckIds(string name, IReadOnlyList<int> tokens, int most, in SamplingLimits limits)
    {
        if (tokens.Count > most)
        {
            throw InferenceException.InvalidArgument($"{name} has {tokens.Count} entries; at most {most} are allowed.");
        }

        foreach (var token in tokens)
        {
            CheckId(name, token, limits);
        }
    }

    private static void CheckId(string name, int token, in SamplingLimits limits)
    {
        if ((uint)token >= (uint)limits.VocabularySize)
        {
            throw InferenceException.InvalidArgument(
                $"{name} names token {token}; token ids are from 0 to {limits.VocabularySize - 1}.");
        }
    }

    private static void CheckTexts(string name, IReadOnlyList<string> texts, int most)
    {
        if (texts.Count > most)
        {
            throw InferenceException.InvalidArgument($"{name} has {texts.Count} entries; at most {most} are allowed.");
        }

        foreach (var text in texts)
        {
            if (text is not { Length: > 0 and <= SamplingLimits.MaxTextLength })
            {
                throw InferenceException.InvalidArgument(
                    $"{name} must hold texts of 1 to {SamplingLimits.MaxTextLength} characters.");
            }
        }
    }

    private static void Check(RepetitionDetection detection)
    {
        CheckRange("repetition_detection.max_pattern_size", detection.MaxPatternSize, 1, SamplingLimits.MaxPattern);
        CheckRange("repetition_detection.min_pattern_size", detection.MinPatternSize, 1, detection.MaxPatternSize);
        CheckRange("repetition_detection.min_count", detection.MinCount, 2, SamplingLimits.MaxPattern);
    }

    private static void CheckRange(string name, float value, float least, float most, string? range = null)
    {
        // Written so that NaN is refused.
        if (!(value >= least && value <= most))
        {
            throw Wrong(
                name,
                value,
                range ?? string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}"));
        }
    }

    private static InferenceException Wrong(string name, float value, string range) =>
        InferenceException.InvalidArgument(
            string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {range}."));
}
