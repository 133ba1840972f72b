namespace KServe.Runtime.Generative.Sampling;

/// <summary>The parameters of one request in the form in which the sampler wants them.</summary>
/// <remarks>Immutable; the answers of a request share it.</remarks>
internal sealed class SamplingPlan
{
    private const float MinTemperature = 0.01f;

    /// <summary>Creates the plan of parameters that have been checked.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="vocabularySize">The number of tokens.</param>
    /// <param name="endTokens">The model's own end tokens.</param>
    /// <param name="badWords">The tokens of each bad word.</param>
    /// <param name="seed">The seed to use when the parameters have none.</param>
    public SamplingPlan(
        SamplingParameters parameters,
        int vocabularySize,
        IReadOnlyList<int> endTokens,
        int[][] badWords,
        ulong seed)
    {
        Parameters = parameters;
        IsGreedy = parameters.IsGreedy;
        Scale = IsGreedy ? 1 : 1 / Math.Max(parameters.Temperature ?? 1, MinTemperature);
        TopK = parameters.TopK is { } topK and > 0 && topK < vocabularySize ? topK : 0;
        TopP = parameters.TopP ?? 1;
        MinP = parameters.MinP ?? 0;
        RepetitionPenalty = parameters.RepetitionPenalty ?? 1;
        Seed = parameters.Seed is { } own and not -1 ? (ulong)own : seed;
        BadWords = badWords;
        BiasTokens = [.. parameters.LogitBias.Keys];
        Bias = [.. parameters.LogitBias.Values];
        Allowed = parameters.AllowedTokenIds is { } allowed ? TokenBits.Create(vocabularySize, allowed) : null;
        EndTokens = [.. endTokens];
        StopTokens = [.. parameters.StopTokenIds];
        HasPenalties = parameters.PresencePenalty != 0
            || parameters.FrequencyPenalty != 0
            || RepetitionPenalty != 1;
    }

    public SamplingParameters Parameters { get; }

    public bool IsGreedy { get; }

    /// <summary>Gets what logits are multiplied by: one over the temperature.</summary>
    public float Scale { get; }

    /// <summary>Gets how many of the likeliest tokens are chosen from; 0: all.</summary>
    public int TopK { get; }

    /// <summary>Gets the share of probability that is chosen from.</summary>
    public float TopP { get; }

    /// <summary>Gets how likely a token must be, as a share of the likeliest one's probability.</summary>
    public float MinP { get; }

    /// <summary>Gets by what the logits of tokens that occurred are made smaller.</summary>
    public float RepetitionPenalty { get; }

    public ulong Seed { get; }

    public int[][] BadWords { get; }

    public int[] BiasTokens { get; }

    public float[] Bias { get; }

    public ulong[]? Allowed { get; }

    /// <summary>Gets the model's own end tokens, which do not come before the least length, and then end the answer
    /// unless they are to be ignored.</summary>
    public int[] EndTokens { get; }

    public int[] StopTokens { get; }

    public bool HasPenalties { get; }

    /// <summary>Gets whether logits change by a list of the request, whatever the answer is so far.</summary>
    public bool HasRules => Allowed is not null || BadWords.Length > 0 || BiasTokens.Length > 0;

    /// <summary>Gets whether a filter leaves some tokens out before the choice.</summary>
    public bool HasFilter => TopK > 0 || TopP < 1 || MinP > 0;

    /// <summary>Gets whether chosen tokens are reported with their log-probabilities.</summary>
    public bool WantsLogprobs => Parameters.Logprobs is not null || Parameters.LogprobTokenIds.Count > 0;
}
