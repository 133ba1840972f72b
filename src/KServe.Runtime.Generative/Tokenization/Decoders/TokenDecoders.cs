namespace KServe.Runtime.Generative.Tokenization.Decoders;

/// <summary>Makes the decoders that change tokens one by one.</summary>
internal static class TokenDecoders
{
    /// <summary>Gets the decoder of tokenizers that name none: tokens with blanks between them.</summary>
    public static TokenDecoder Default { get; } =
        new MapDecoder(static (token, isFirst) => isFirst ? token : " " + token, takesParts: false);

    /// <summary>Creates a decoder that puts one text in place of another.</summary>
    public static TokenDecoder Replace(string pattern, string content) => (pattern, content) is ([var from], [var to])
        ? new ReplaceDecoder(from, to)
        : new MapDecoder(
            (token, _) => token.Replace(pattern, content, StringComparison.Ordinal),
            takesParts: pattern.Length == 1);

    /// <summary>Creates a decoder that makes blanks of a visible character.</summary>
    public static TokenDecoder Metaspace(string replacement, bool dropsFirst) =>
        new MapDecoder(
            (token, isFirst) =>
                token.Replace(replacement, isFirst && dropsFirst ? "" : " ", StringComparison.Ordinal),
            takesParts: false);

    /// <summary>Creates a decoder that sets blanks between words.</summary>
    public static TokenDecoder WordPiece(string prefix, bool cleanup) =>
        new MapDecoder(
            (token, isFirst) =>
            {
                token = isFirst ? token
                    : prefix.Length > 0 && token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..]
                    : " " + token;
                return cleanup ? Cleanup(token) : token;
            },
            takesParts: false);

    /// <summary>Creates a decoder that makes blanks of the ends of words.</summary>
    public static TokenDecoder EndOfWord(string suffix) =>
        new LookAheadDecoder((token, isLast) =>
            suffix.Length == 0 ? token : token.Replace(suffix, isLast ? "" : " ", StringComparison.Ordinal));

    /// <summary>Creates a decoder of CTC output.</summary>
    public static TokenDecoder Ctc(string padToken, string delimiter, bool cleanup) =>
        new CtcDecoder(token =>
        {
            token = padToken.Length == 0 ? token : token.Replace(padToken, "", StringComparison.Ordinal);
            return !cleanup ? token
                : delimiter.Length == 0 ? Cleanup(token)
                : Cleanup(token).Replace(delimiter, " ", StringComparison.Ordinal);
        });

    // The artefacts of English that the reference takes back, in its order.
    private static string Cleanup(string text) =>
        !text.Contains(' ', StringComparison.Ordinal)
            ? text
            : text.Replace(" .", ".", StringComparison.Ordinal)
                .Replace(" ?", "?", StringComparison.Ordinal)
                .Replace(" !", "!", StringComparison.Ordinal)
                .Replace(" ,", ",", StringComparison.Ordinal)
                .Replace(" ' ", "'", StringComparison.Ordinal)
                .Replace(" n't", "n't", StringComparison.Ordinal)
                .Replace(" 'm", "'m", StringComparison.Ordinal)
                .Replace(" do not", " don't", StringComparison.Ordinal)
                .Replace(" 's", "'s", StringComparison.Ordinal)
                .Replace(" 've", "'ve", StringComparison.Ordinal)
                .Replace(" 're", "'re", StringComparison.Ordinal);
}
