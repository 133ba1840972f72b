using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.PreTokenizers;

/// <summary>Writes blanks as a visible character, and cuts in front of it.</summary>
internal sealed class MetaspacePreTokenizer(string replacement, PrependScheme scheme, bool split) : PreTokenizer
{
    private readonly SplitPreTokenizer _split =
        new(new LiteralPattern(replacement), SplitBehavior.MergedWithNext);

    /// <inheritdoc/>
    public override void Apply(TextPieces pieces)
    {
        ReplaceBlanks(pieces);
        if (scheme == PrependScheme.Always)
        {
            PrefixWriter.Apply(pieces, replacement, static (_, _) => true);
        }
        else if (scheme == PrependScheme.First)
        {
            PrefixWriter.Apply(pieces, replacement, static (text, piece) => text.IsAtStart(piece.Start));
        }

        if (split)
        {
            _split.Apply(pieces);
        }
    }

    /// <inheritdoc/>
    public override TokenWeights Weigh(TokenWeights after) =>
        after.Before(unit => after.Of(unit == ' ' ? replacement : [unit]));

    private void ReplaceBlanks(TextPieces pieces)
    {
        var text = pieces.Text;
        var codePoint = CodePoints.At(replacement, 0);
        text.Begin();
        foreach (var piece in pieces.Pieces)
        {
            text.Skip(piece.Start - text.Cursor);
            var start = text.Written;
            while (text.Cursor < piece.End)
            {
                var length = text.Span[text.Cursor..piece.End].IndexOf(' ');
                text.Copy(length < 0 ? piece.End - text.Cursor : length);
                if (length >= 0)
                {
                    text.Emit(codePoint, 0);
                }
            }

            pieces.Add(start, text.Written);
        }

        text.End();
        pieces.Advance();
    }
}
