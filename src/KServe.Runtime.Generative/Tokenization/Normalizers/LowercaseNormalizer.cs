using System.Text;
using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.Normalizers;

/// <summary>Makes letters small, character by character.</summary>
internal sealed class LowercaseNormalizer : Normalizer
{
    private const int CapitalIWithDot = 0x130;
    private const int CombiningDot = 0x307;

    /// <inheritdoc/>
    public override void Apply(AlignedText text)
    {
        text.Begin();
        while (text.Cursor < text.Length)
        {
            var codePoint = CodePoints.At(text.Span, text.Cursor);
            if (codePoint == CapitalIWithDot)
            {
                // the one character whose small form in SpecialCasing.txt, whatever the language, is two
                text.Emit('i', 0);
                text.Emit(CombiningDot, 1);
            }
            else
            {
                text.Emit(Rune.ToLowerInvariant(new Rune(codePoint)).Value, 0);
            }
        }

        text.End();
    }

    /// <inheritdoc/>
    public override TokenWeights? Weigh(TokenWeights after) => after.Before(unit =>
        char.IsSurrogate(unit) ? 0
        : unit == CapitalIWithDot ? after.Of("i")
        : after.Of([(char)Rune.ToLowerInvariant(new Rune(unit)).Value]));
}
