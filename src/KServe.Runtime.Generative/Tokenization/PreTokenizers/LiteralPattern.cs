namespace KServe.Runtime.Generative.Tokenization.PreTokenizers;

/// <summary>Finds a text.</summary>
internal sealed class LiteralPattern(string literal) : TextPattern
{
    private readonly Matches _matches = new(literal);

    /// <summary>Gets the text.</summary>
    public string Literal => literal;

    /// <inheritdoc/>
    public override PatternMatches Begin(ReadOnlySpan<char> text) => _matches;

    private sealed class Matches(string literal) : PatternMatches
    {
        public override bool Next(ReadOnlySpan<char> text, int from, out int start, out int length)
        {
            length = literal.Length;
            start = length == 0 ? -1 : text[from..].IndexOf(literal, StringComparison.Ordinal);
            start = start < 0 ? -1 : start + from;
            return start >= 0;
        }
    }
}
