using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.Normalizers;

/// <summary>Drops characters or puts others in their place, each looked at alone.</summary>
/// <param name="map">Gets what stands for a character, or -1 to drop it.</param>
internal sealed class FilterNormalizer(Func<int, int> map) : Normalizer
{
    /// <summary>Gets a normalizer that drops marks.</summary>
    public static FilterNormalizer StripAccents { get; } = new(c => CodePoints.IsMark(c) ? -1 : c);

    /// <summary>Gets the normalizer of the NMT systems that SentencePiece came from.</summary>
    public static FilterNormalizer Nmt { get; } = new(MapNmt);

    /// <inheritdoc/>
    public override void Apply(AlignedText text)
    {
        text.Begin();
        while (text.Cursor < text.Length)
        {
            var codePoint = CodePoints.At(text.Span, text.Cursor);
            var mapped = map(codePoint);
            if (mapped < 0)
            {
                text.Skip(CodePoints.LengthAt(text.Span, text.Cursor));
            }
            else
            {
                text.Emit(mapped, 0);
            }
        }

        text.End();
    }

    private static int MapNmt(int c) => c switch
    {
        (>= 0x1 and <= 0x8) or 0xB or (>= 0xE and <= 0x1F) or 0x7F or 0x8F or 0x9F => -1,
        0x9 or 0xA or 0xC or 0xD or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF
            or 0xFFFD => ' ',
        _ => c,
    };
}
