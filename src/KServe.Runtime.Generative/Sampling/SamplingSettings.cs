namespace KServe.Runtime.Generative.Sampling;

/// <summary>Says how the tokens of an answer are chosen and where it ends.</summary>
/// <remarks>
/// Names and meanings are those that clients of OpenAI's API and of vLLM send. Checked when a request is submitted;
/// errors name the parameter. Not to be changed afterwards.
/// </remarks>
internal sealed class SamplingSettings
{
    /// <summary>Gets or sets how many answers to give to one prompt.</summary>
    /// <value>1 to 128; default 1. Greedy answers are all the same, so that they must be one.</value>
    public int N { get; set; } = 1;

    /// <summary>Gets or sets the most tokens of an answer.</summary>
    /// <value>0 or more; default null: as many as the context has room for.</value>
    public int? MaxTokens { get; set; }

    /// <summary>Gets or sets the fewest tokens of an answer; before them nothing ends it but its length.</summary>
    /// <value>0 up to <see cref="MaxTokens"/>; default 0.</value>
    public int MinTokens { get; set; }

    /// <summary>Gets or sets how even the choice is: 0 takes the likeliest token always.</summary>
    /// <value>0 to 2; default 1. Values between 0 and 0.01 count as 0.01.</value>
    public float Temperature { get; set; } = 1;

    /// <summary>Gets or sets the share of probability that the likeliest tokens must reach to be chosen from.</summary>
    /// <value>Above 0, up to 1; default 1: all tokens.</value>
    public float TopP { get; set; } = 1;

    /// <summary>Gets or sets how many of the likeliest tokens are chosen from.</summary>
    /// <value>1 or more; 0 and -1 mean all; default 0.</value>
    public int TopK { get; set; }

    /// <summary>Gets or sets how likely a token must be, as a share of the likeliest one's probability.</summary>
    /// <value>0 to 1; default 0: no bound.</value>
    public float MinP { get; set; }

    /// <summary>Gets or sets the seed; the same seed and prompt give the same answer, whatever else runs.</summary>
    /// <value>Any number; null and -1 mean another seed each time; default null.</value>
    public long? Seed { get; set; }

    /// <summary>Gets or sets what is subtracted from the logits of tokens that the answer has already.</summary>
    /// <value>-2 to 2; default 0.</value>
    public float PresencePenalty { get; set; }

    /// <summary>Gets or sets what is subtracted from a token's logit each time that the answer has it.</summary>
    /// <value>-2 to 2; default 0.</value>
    public float FrequencyPenalty { get; set; }

    /// <summary>Gets or sets by what the logits of tokens in prompt and answer are made smaller.</summary>
    /// <value>Above 0; default 1: not at all.</value>
    public float RepetitionPenalty { get; set; } = 1;

    /// <summary>Gets or sets numbers to add to the logits of tokens.</summary>
    /// <value>Token ids and numbers, which count as -100 or 100 beyond these; default empty.</value>
    public IReadOnlyDictionary<int, float> LogitBias { get; set; } = new Dictionary<int, float>();

    /// <summary>Gets or sets the only tokens that may be chosen.</summary>
    /// <value>Token ids; null: all; default null.</value>
    public IReadOnlyList<int>? AllowedTokenIds { get; set; }

    /// <summary>Gets or sets texts whose tokens may not follow each other.</summary>
    /// <value>At most 256 texts of 1 to 1,024 characters; default empty.</value>
    public IReadOnlyList<string> BadWords { get; set; } = [];

    /// <summary>Gets or sets texts that end the answer.</summary>
    /// <value>At most 64 texts of 1 to 1,024 characters; default empty.</value>
    public IReadOnlyList<string> Stop { get; set; } = [];

    /// <summary>Gets or sets tokens that end the answer, beside the model's own.</summary>
    /// <value>Token ids; default empty.</value>
    public IReadOnlyList<int> StopTokenIds { get; set; } = [];

    /// <summary>Gets or sets whether the text of what ended the answer belongs to it.</summary>
    /// <value>Default false.</value>
    public bool IncludeStopText { get; set; }

    /// <summary>Gets or sets whether the model's own end tokens are tokens like any other.</summary>
    /// <value>Default false.</value>
    public bool IgnoreEndOfText { get; set; }

    /// <summary>Gets or sets how many of the likeliest tokens to report beside each chosen one.</summary>
    /// <value>0 up to the engine's limit; -1: the whole vocabulary; null: report nothing; default null.</value>
    public int? Logprobs { get; set; }

    /// <summary>Gets or sets the same for the tokens of the prompt; the prefix cache is then not read.</summary>
    /// <value>0 up to the engine's limit; -1: the whole vocabulary; null: report nothing; default null.</value>
    public int? PromptLogprobs { get; set; }

    /// <summary>Gets or sets tokens whose log-probabilities are reported beside each chosen one's.</summary>
    /// <value>At most 128 token ids; default empty.</value>
    public IReadOnlyList<int> LogprobTokenIds { get; set; } = [];

    /// <summary>Gets or sets whether special tokens are left out of the text.</summary>
    /// <value>Default true.</value>
    public bool SkipSpecialTokens { get; set; } = true;

    /// <summary>Gets or sets whether the answer gets text at all.</summary>
    /// <value>Default true; must be true when <see cref="Stop"/> has texts.</value>
    public bool Detokenize { get; set; } = true;

    /// <summary>Gets or sets whether to compute the whole prompt, although its beginning may be in the cache.</summary>
    /// <value>Default false.</value>
    public bool SkipReadingPrefixCache { get; set; }

    /// <summary>Gets or sets when an answer ends because it repeats itself.</summary>
    /// <value>Default null: never.</value>
    public RepetitionDetection? RepetitionDetection { get; set; }
}
