using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.Normalizers;

/// <summary>Brings text into one of the normalization forms of Unicode.</summary>
internal sealed class UnicodeNormalizer(NormalizationKind kind) : Normalizer
{
    /// <inheritdoc/>
    public override void Apply(AlignedText text) => UnicodeNormalization.Apply(text, kind);
}
