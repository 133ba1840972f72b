using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization;

/// <summary>Finds the weights by which a tokenizer's tokens are bounded from below.</summary>
internal static class TokenBound
{
    /// <summary>Gets the weights of the units of texts as they come; null where a step may drop any of them.</summary>
    public static TokenWeights? Of(TokenizerParts parts)
    {
        var weights = parts.Model.Weigh();
        if (weights is not null && parts.PreTokenizer is { } preTokenizer)
        {
            weights = preTokenizer.Weigh(weights);
        }

        var normalized = parts.Added.Where(static token => token.Normalized)
            .Select(token => (Normalize(parts, token.Content), token.StripsLeft || token.StripsRight));
        weights = weights?.Cap(normalized);
        if (weights is not null && parts.Normalizer is { } normalizer)
        {
            weights = normalizer.Weigh(weights);
        }

        weights = weights?.Cap(parts.Added.Where(static token => !token.Normalized)
            .Select(static token => (token.Content, token.StripsLeft || token.StripsRight)));
        return weights is { AreZero: false } ? weights : null;
    }

    private static string Normalize(TokenizerParts parts, string content)
    {
        var scratch = new AlignedText();
        scratch.Load(content, 0, tracks: false);
        parts.Normalizer?.Apply(scratch);
        return scratch.Span.ToString();
    }
}
