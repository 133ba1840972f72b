namespace KServe;

/// <summary>Says how tokens are chosen and when a generation ends.</summary>
/// <remarks>
/// Names, ranges and defaults are those of OpenAI's API and of vLLM. Immutable; <see cref="Validate"/> checks it,
/// which the endpoints and the engine do.
/// </remarks>
public sealed record SamplingParameters
{
    private const float GreedyTemperature = 1e-5f;

    /// <summary>Gets how many choices are generated, from 1 to 128.</summary>
    /// <value>Default: 1. With a temperature of 0 all choices would be the same, so that there must be one.</value>
    public int Count { get; init; } = 1;

    /// <summary>Gets the most tokens of a choice, at least 1; <see langword="null"/> for the rest of the
    /// context.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Gets the tokens before which a choice does not end, up to <see cref="MaxTokens"/>.</summary>
    /// <value>Default: 0.</value>
    public int MinTokens { get; init; }

    /// <summary>Gets the temperature, from 0 (the most probable token always) to 2.</summary>
    /// <value>Default: <see langword="null"/> for what the model's authors suggest, else 1. Values above 0 and below
    /// 0.01 may count as either.</value>
    public float? Temperature { get; init; }

    /// <summary>Gets the probability that the tokens to choose from hold together, above 0 to 1.</summary>
    /// <value>Default: <see langword="null"/> for what the model's authors suggest, else 1.</value>
    public float? TopP { get; init; }

    /// <summary>Gets how many of the most probable tokens are chosen from; 0 or -1 for all.</summary>
    /// <value>Default: <see langword="null"/> for what the model's authors suggest, else all.</value>
    public int? TopK { get; init; }

    /// <summary>Gets the least probability, as a share of the largest, from 0 to 1.</summary>
    /// <value>Default: <see langword="null"/> for what the model's authors suggest, else 0.</value>
    public float? MinP { get; init; }

    /// <summary>Gets what is taken from the logit of a token that was generated, from -2 to 2.</summary>
    /// <value>Default: 0.</value>
    public float PresencePenalty { get; init; }

    /// <summary>Gets what is taken from the logit of a token for each time it was generated, from -2 to 2.</summary>
    /// <value>Default: 0.</value>
    public float FrequencyPenalty { get; init; }

    /// <summary>Gets what divides positive and multiplies negative logits of tokens seen; above 0.</summary>
    /// <value>Default: <see langword="null"/> for what the model's authors suggest, else 1.</value>
    public float? RepetitionPenalty { get; init; }

    /// <summary>Gets the seed of this request's random numbers; <see langword="null"/> and -1 for another each
    /// time.</summary>
    public long? Seed { get; init; }

    /// <summary>Gets the texts that end a choice: at most 64, of 1 to 1,024 characters.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Gets the tokens that end a choice, besides the model's own; at most 128.</summary>
    public IReadOnlyList<int> StopTokenIds { get; init; } = [];

    /// <summary>Gets whether the text keeps the stop string that ended it; not so by default.</summary>
    public bool IncludesStop { get; init; }

    /// <summary>Gets whether the model's own end tokens are passed over; not so by default.</summary>
    public bool IgnoresEndOfSequence { get; init; }

    /// <summary>Gets whether special tokens are left out of the text; so by default.</summary>
    public bool SkipsSpecialTokens { get; init; } = true;

    /// <summary>Gets what is added to the logits of tokens, from -100 to 100 each; at most 1,024 tokens.</summary>
    public IReadOnlyDictionary<int, float> LogitBias { get; init; } = new Dictionary<int, float>();

    /// <summary>Gets the only tokens that may be chosen, at least one; <see langword="null"/> for all.</summary>
    public IReadOnlyList<int>? AllowedTokenIds { get; init; }

    /// <summary>Gets the words that must not be generated: at most 1,024, of 1 to 1,024 characters.</summary>
    public IReadOnlyList<string> BadWords { get; init; } = [];

    /// <summary>Gets how many log-probabilities each token comes with, besides its own; <see langword="null"/> for
    /// none at all and -1 for the whole vocabulary.</summary>
    public int? Logprobs { get; init; }

    /// <summary>Gets the same for the tokens of the prompt.</summary>
    public int? PromptLogprobs { get; init; }

    /// <summary>Gets the tokens whose log-probabilities come with each token, instead of the most probable ones'; at
    /// most 128.</summary>
    public IReadOnlyList<int> LogprobTokenIds { get; init; } = [];

    /// <summary>Gets when a choice ends because it repeats itself; <see langword="null"/> for never.</summary>
    public RepetitionDetection? RepetitionDetection { get; init; }

    /// <summary>Gets whether the likeliest token is always taken: the temperature is below 0.00001.</summary>
    public bool IsGreedy => Temperature < GreedyTemperature;

    /// <summary>Checks every range that does not depend on the model.</summary>
    /// <exception cref="InferenceException">A value is out of its range; <see cref="InferenceException.Parameter"/> is
    /// its name in OpenAI's API.</exception>
    public void Validate() => SamplingRules.Check(this);
}
