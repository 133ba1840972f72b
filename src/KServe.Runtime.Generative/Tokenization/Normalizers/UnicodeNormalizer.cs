using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.Normalizers;

/// <summary>Brings text into one of the normalization forms of Unicode.</summary>
internal sealed class UnicodeNormalizer(NormalizationKind kind) : Normalizer
{
    /// <inheritdoc/>
    public override void Apply(AlignedText text) => UnicodeNormalization.Apply(text, kind);

    /// <inheritdoc/>
    /// <remarks>ASCII is in every form already, and marks that are none compose with it.</remarks>
    public override TokenWeights? Weigh(TokenWeights after) => after.BeforeAscii(unit => after.Of([unit]));
}
