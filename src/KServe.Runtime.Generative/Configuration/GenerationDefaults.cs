namespace KServe.Runtime.Generative.Configuration;

/// <summary>Sampling parameters of <c>generation_config.json</c>, those that it sets.</summary>
internal sealed record GenerationDefaults
{
    /// <summary>Gets whether tokens are drawn; else the most probable is taken.</summary>
    public bool? Samples { get; init; }

    /// <summary>Gets the temperature.</summary>
    public double? Temperature { get; init; }

    /// <summary>Gets the probability mass that is drawn from.</summary>
    public double? TopP { get; init; }

    /// <summary>Gets how many tokens are drawn from, 0 for all.</summary>
    public int? TopK { get; init; }

    /// <summary>Gets the least probability, relative to the most probable token.</summary>
    public double? MinP { get; init; }

    /// <summary>Gets the divisor of logits of tokens that occurred.</summary>
    public double? RepetitionPenalty { get; init; }

    /// <summary>Gets the most tokens of an answer.</summary>
    public int? MaxNewTokens { get; init; }
}
