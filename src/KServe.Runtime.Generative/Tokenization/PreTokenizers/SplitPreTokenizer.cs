using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.PreTokenizers;

/// <summary>Cuts pieces at the matches of a pattern.</summary>
/// <param name="pattern">What is searched.</param>
/// <param name="behavior">What becomes of matches.</param>
/// <param name="invert">Whether what lies between matches counts as the matches.</param>
internal sealed class SplitPreTokenizer(TextPattern pattern, SplitBehavior behavior, bool invert = false) : PreTokenizer
{
    /// <inheritdoc/>
    public override void Apply(TextPieces pieces)
    {
        foreach (var piece in pieces.Pieces)
        {
            Split(pieces, piece);
        }

        pieces.Advance();
    }

    /// <inheritdoc/>
    public override TokenWeights? Weigh(TokenWeights after) => behavior == SplitBehavior.Removed ? null : after;

    private void Split(TextPieces pieces, TextRange piece)
    {
        var text = pieces.Text.Span[piece.Start..piece.End];
        var joiner = new Joiner(pieces, piece.Start, behavior);
        var matches = pattern.Begin(text);
        var at = 0;
        while (at < text.Length && matches.Next(text, at, out var start, out var length))
        {
            joiner.Add(at, start, invert);
            joiner.Add(start, start + length, !invert);
            at = start + length;
        }

        matches.End();
        joiner.Add(at, text.Length, invert);
        joiner.Flush();
    }

    // Puts the parts between and of the matches together, from left to right, with one part held back.
    private struct Joiner(TextPieces pieces, int origin, SplitBehavior behavior)
    {
        private int _start;
        private int _end;
        private bool _wasMatch;

        public void Add(int start, int end, bool isMatch)
        {
            if (start >= end)
            {
                return;
            }

            var joins = _end > _start && behavior switch
            {
                SplitBehavior.MergedWithPrevious => isMatch && !_wasMatch,
                SplitBehavior.MergedWithNext => !isMatch && _wasMatch,
                SplitBehavior.Contiguous => isMatch == _wasMatch,
                _ => false,
            };
            if (joins)
            {
                _end = end;
            }
            else
            {
                Flush();
                (_start, _end) = behavior == SplitBehavior.Removed && isMatch ? (end, end) : (start, end);
            }

            _wasMatch = isMatch;
        }

        public readonly void Flush() => pieces.Add(origin + _start, origin + _end);
    }
}
