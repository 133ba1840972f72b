using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.PreTokenizers;

/// <summary>Puts a text in front of pieces that do not begin with it.</summary>
internal static class PrefixWriter
{
    /// <summary>Writes the prefix in front of each piece that takes one.</summary>
    public static void Apply(TextPieces pieces, string prefix, Func<AlignedText, TextRange, bool> takesPrefix)
    {
        var text = pieces.Text;
        text.Begin();
        foreach (var piece in pieces.Pieces)
        {
            text.Skip(piece.Start - text.Cursor);
            var start = text.Written;
            if (!text.Span[piece.Start..piece.End].StartsWith(prefix, StringComparison.Ordinal)
                && takesPrefix(text, piece))
            {
                text.Prepend(prefix);
            }

            text.Copy(piece.Length);
            pieces.Add(start, text.Written);
        }

        text.End();
        pieces.Advance();
    }
}
