using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.Normalizers;

/// <summary>Applies normalizers one after the other.</summary>
internal sealed class SequenceNormalizer(Normalizer[] normalizers) : Normalizer
{
    /// <inheritdoc/>
    public override void Apply(AlignedText text)
    {
        foreach (var normalizer in normalizers)
        {
            normalizer.Apply(text);
        }
    }

    /// <inheritdoc/>
    public override TokenWeights? Weigh(TokenWeights after)
    {
        var weights = after;
        for (var i = normalizers.Length - 1; i >= 0 && weights is not null; i--)
        {
            weights = normalizers[i].Weigh(weights);
        }

        return weights;
    }
}
