using System.Text;
using KServe.Runtime.Generative.Tokenization.PreTokenizers;
using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.Normalizers;

/// <summary>Puts a text in place of every match of a pattern.</summary>
internal sealed class ReplaceNormalizer(TextPattern pattern, string content) : Normalizer
{
    /// <inheritdoc/>
    public override void Apply(AlignedText text)
    {
        var matches = pattern.Begin(text.Span);
        if (!matches.Next(text.Span, 0, out var start, out var length))
        {
            matches.End();
            return;
        }

        text.Begin();
        do
        {
            text.Copy(start - text.Cursor);
            text.Skip(length);
            foreach (var rune in content.EnumerateRunes())
            {
                text.Emit(rune.Value, 1);
            }
        }
        while (matches.Next(text.Span, text.Cursor, out start, out length));

        matches.End();
        text.Copy(text.Length - text.Cursor);
        text.End();
    }

    /// <inheritdoc/>
    /// <remarks>A character that is replaced is worth what it becomes; the characters of a longer text may go with
    /// it.</remarks>
    public override TokenWeights? Weigh(TokenWeights after) =>
        pattern is not LiteralPattern { Literal: var literal } ? null
        : literal.Length == 1 ? after.BeforeReplacing(unit => after.Of(unit == literal[0] ? content : [unit]))
        : after.BeforeReplacing(unit => literal.Contains(unit, StringComparison.Ordinal) ? 0 : after.Of([unit]));
}
