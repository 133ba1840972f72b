namespace KServe;

/// <summary>Says how tokens are chosen and when a generation ends.</summary>
/// <remarks>
/// Names, ranges and defaults are those of OpenAI's API and of vLLM. Immutable; <see cref="Validate"/> checks it.
/// </remarks>
public sealed record SamplingParameters
{
    /// <summary>Gets how many choices are generated, from 1 to 128.</summary>
    /// <value>Default: 1.</value>
    public int Count { get; init; } = 1;

    /// <summary>Gets the most tokens of a choice; <see langword="null"/> for the rest of the context.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Gets the tokens before which a choice does not end.</summary>
    /// <value>Default: 0.</value>
    public int MinTokens { get; init; }

    /// <summary>Gets the temperature, from 0 (the most probable token always) to 2.</summary>
    /// <value>Default: <see langword="null"/>, what the model's authors suggest, else 1.</value>
    public float? Temperature { get; init; }

    /// <summary>Gets the probability that the tokens to choose from hold together, above 0 to 1.</summary>
    /// <value>Default: <see langword="null"/>, what the model's authors suggest, else 1.</value>
    public float? TopP { get; init; }

    /// <summary>Gets how many of the most probable tokens are chosen from; 0 or -1 for all.</summary>
    /// <value>Default: <see langword="null"/>, what the model's authors suggest, else all.</value>
    public int? TopK { get; init; }

    /// <summary>Gets the least probability, as a share of the largest, from 0 to 1.</summary>
    /// <value>Default: <see langword="null"/>, what the model's authors suggest, else 0.</value>
    public float? MinP { get; init; }

    /// <summary>Gets what is taken from the logit of a token that was generated, from -2 to 2.</summary>
    /// <value>Default: 0.</value>
    public float PresencePenalty { get; init; }

    /// <summary>Gets what is taken from the logit of a token for each time it was generated, from -2 to 2.</summary>
    /// <value>Default: 0.</value>
    public float FrequencyPenalty { get; init; }

    /// <summary>Gets what divides positive and multiplies negative logits of tokens seen; above 0.</summary>
    /// <value>Default: <see langword="null"/>, what the model's authors suggest, else 1.</value>
    public float? RepetitionPenalty { get; init; }

    /// <summary>Gets the seed of this request's random numbers; <see langword="null"/> for another each time.</summary>
    public long? Seed { get; init; }

    /// <summary>Gets the texts that end a choice, at most 16 of them.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Gets the tokens that end a choice, besides the model's own.</summary>
    public IReadOnlyList<int> StopTokenIds { get; init; } = [];

    /// <summary>Gets whether the text keeps the stop string that ended it; not so by default.</summary>
    public bool IncludesStop { get; init; }

    /// <summary>Gets whether the model's own end tokens are passed over; not so by default.</summary>
    public bool IgnoresEndOfSequence { get; init; }

    /// <summary>Gets whether special tokens are left out of the text; so by default.</summary>
    public bool SkipsSpecialTokens { get; init; } = true;

    /// <summary>Gets what is added to the logits of tokens, from -100 to 100 each.</summary>
    public IReadOnlyDictionary<int, float> LogitBias { get; init; } = new Dictionary<int, float>();

    /// <summary>Gets the only tokens that may be chosen; <see langword="null"/> for all.</summary>
    public IReadOnlyList<int>? AllowedTokenIds { get; init; }

    /// <summary>Gets the words that must not be generated.</summary>
    public IReadOnlyList<string> BadWords { get; init; } = [];

    /// <summary>Gets how many log-probabilities each token comes with, besides its own; <see langword="null"/> for
    /// none at all and -1 for the whole vocabulary.</summary>
    public int? Logprobs { get; init; }

    /// <summary>Gets the same for the tokens of the prompt.</summary>
    public int? PromptLogprobs { get; init; }

    /// <summary>Checks every range.</summary>
    /// <exception cref="InferenceException">A value is out of its range; the message names the parameter.</exception>
    public void Validate()
    {
        Require(Count is >= 1 and <= 128, "n", "a number from 1 to 128");
        Require(MaxTokens is null or >= 1, "max_tokens", "a number of at least 1");
        Require(
            MinTokens >= 0 && MinTokens <= (MaxTokens ?? int.MaxValue), "min_tokens", "a number from 0 to max_tokens");
        Require(Temperature is null or (>= 0 and <= 2), "temperature", "a number from 0 to 2");
        Require(TopP is null or (> 0 and <= 1), "top_p", "a number above 0 and at most 1");
        Require(TopK is null or >= -1, "top_k", "a number of at least 1, or 0 or -1 for all");
        Require(MinP is null or (>= 0 and <= 1), "min_p", "a number from 0 to 1");
        Require(PresencePenalty is >= -2 and <= 2, "presence_penalty", "a number from -2 to 2");
        Require(FrequencyPenalty is >= -2 and <= 2, "frequency_penalty", "a number from -2 to 2");
        Require(
            RepetitionPenalty is null or (> 0 and < float.PositiveInfinity), "repetition_penalty", "a number above 0");
        Require(Stop.Count <= 16, "stop", "at most 16 texts");
        Require(Stop.All(static text => text.Length is >= 1 and <= 1024), "stop", "texts of 1 to 1024 characters");
        Require(StopTokenIds.Count <= 128, "stop_token_ids", "at most 128 tokens");
        Require(LogitBias.Count <= 1024, "logit_bias", "at most 1024 tokens");
        Require(
            LogitBias.Values.All(static bias => bias is >= -100 and <= 100), "logit_bias", "numbers from -100 to 100");
        Require(AllowedTokenIds is null or { Count: >= 1 }, "allowed_token_ids", "at least one token");
        Require(BadWords.Count <= 1024, "bad_words", "at most 1024 words");
        Require(Logprobs is null or >= -1, "logprobs", "a number of at least 0, or -1 for all");
        Require(PromptLogprobs is null or >= -1, "prompt_logprobs", "a number of at least 0, or -1 for all");
    }

    private static void Require(bool isRight, string parameter, string expected)
    {
        if (!isRight)
        {
            throw new InferenceException(
                InferenceErrorCode.InvalidArgument, $"'{parameter}' is out of range: {expected} was expected.")
            {
                Parameter = parameter,
            };
        }
    }
}
