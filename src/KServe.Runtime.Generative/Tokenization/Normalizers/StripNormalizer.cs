using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.Normalizers;

/// <summary>Drops white space at the ends.</summary>
internal sealed class StripNormalizer(bool left, bool right) : Normalizer
{
    /// <inheritdoc/>
    public override void Apply(AlignedText text)
    {
        var span = text.Span;
        var start = left ? span.Length - span.TrimStart().Length : 0;
        var end = right ? span.TrimEnd().Length : span.Length;
        text.Begin();
        text.Skip(start);
        text.Copy(Math.Max(0, end - start));
        text.End();
    }

    /// <inheritdoc/>
    public override TokenWeights? Weigh(TokenWeights after) =>
        after.Before(unit => char.IsWhiteSpace(unit) ? 0 : after.Of([unit]));
}
