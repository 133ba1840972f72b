using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.PreTokenizers;

/// <summary>Finds single characters of a kind.</summary>
internal sealed class CharacterPattern(Func<int, bool> isMatch) : TextPattern
{
    private readonly Matches _matches = new(isMatch);

    /// <inheritdoc/>
    public override PatternMatches Begin(ReadOnlySpan<char> text) => _matches;

    private sealed class Matches(Func<int, bool> isMatch) : PatternMatches
    {
        public override bool Next(ReadOnlySpan<char> text, int from, out int start, out int length)
        {
            for (start = from; start < text.Length; start += length)
            {
                length = CodePoints.LengthAt(text, start);
                if (isMatch(CodePoints.At(text, start)))
                {
                    return true;
                }
            }

            length = 0;
            return false;
        }
    }
}
