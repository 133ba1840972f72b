using KServe.Runtime.Generative.Sampling;

namespace KServe.Runtime.Generative.Serving;

/// <summary>Turns what clients ask for into the settings of the engine.</summary>
internal static class SamplingConversion
{
    public static SamplingSettings ToSettings(SamplingParameters sampling) => new()
    {
        N = sampling.Count,
        MaxTokens = sampling.MaxTokens,
        MinTokens = sampling.MinTokens,
        Temperature = sampling.Temperature ?? 1,
        TopP = sampling.TopP ?? 1,
        TopK = sampling.TopK ?? 0,
        MinP = sampling.MinP ?? 0,
        Seed = sampling.Seed,
        PresencePenalty = sampling.PresencePenalty,
        FrequencyPenalty = sampling.FrequencyPenalty,
        RepetitionPenalty = sampling.RepetitionPenalty ?? 1,
        LogitBias = sampling.LogitBias,
        AllowedTokenIds = sampling.AllowedTokenIds,
        BadWords = sampling.BadWords,
        Stop = sampling.Stop,
        StopTokenIds = sampling.StopTokenIds,
        IncludeStopText = sampling.IncludesStop,
        IgnoreEndOfText = sampling.IgnoresEndOfSequence,
        Logprobs = sampling.Logprobs,
        PromptLogprobs = sampling.PromptLogprobs,
        SkipSpecialTokens = sampling.SkipsSpecialTokens,
    };
}
