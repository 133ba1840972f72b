using System.Globalization;

namespace KServe.Runtime.Generative.Configuration;

/// <summary>Sampling parameters of <c>generation_config.json</c>, those that it sets.</summary>
internal sealed record GenerationDefaults
{
    private const string File = "generation_config.json";

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

    /// <summary>Gets a request's parameters with these where it leaves them out.</summary>
    public SamplingParameters ApplyTo(SamplingParameters sampling) => sampling with
    {
        Temperature = sampling.Temperature ?? (float?)Temperature,
        TopP = sampling.TopP ?? (float?)TopP,
        TopK = sampling.TopK ?? TopK,
        MinP = sampling.MinP ?? (float?)MinP,
        RepetitionPenalty = sampling.RepetitionPenalty ?? (float?)RepetitionPenalty,
        // An answer that must be longer may be.
        MaxTokens = sampling.MaxTokens
            ?? (MaxNewTokens is { } most ? Math.Max(most, sampling.MinTokens) : null),
    };

    /// <summary>Checks that requests may have these parameters.</summary>
    /// <exception cref="InferenceException">One is out of its range; the error names file and field.</exception>
    public void Validate()
    {
        try
        {
            ApplyTo(new SamplingParameters()).Validate();
        }
        catch (InferenceException error)
        {
            throw new InferenceException(InferenceErrorCode.InvalidArgument, $"{File}: {error.Message}", error);
        }
    }

    /// <summary>Names what is set, as clients would; empty for nothing.</summary>
    public string Describe()
    {
        List<string> set = [];
        Add(set, "temperature", Temperature);
        Add(set, "top_p", TopP);
        Add(set, "top_k", TopK);
        Add(set, "min_p", MinP);
        Add(set, "repetition_penalty", RepetitionPenalty);
        Add(set, "max_tokens", MaxNewTokens);
        return string.Join(", ", set);
    }

    private static void Add(List<string> set, string name, double? value)
    {
        if (value is not null)
        {
            set.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {value}"));
        }
    }
}
