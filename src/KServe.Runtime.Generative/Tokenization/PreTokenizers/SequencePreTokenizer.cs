using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.PreTokenizers;

/// <summary>Applies pre-tokenizers one after the other.</summary>
internal sealed class SequencePreTokenizer(PreTokenizer[] preTokenizers) : PreTokenizer
{
    /// <inheritdoc/>
    public override void Apply(TextPieces pieces)
    {
        foreach (var preTokenizer in preTokenizers)
        {
            preTokenizer.Apply(pieces);
        }
    }

    /// <inheritdoc/>
    public override TokenWeights? Weigh(TokenWeights after)
    {
        var weights = after;
        for (var i = preTokenizers.Length - 1; i >= 0 && weights is not null; i--)
        {
            weights = preTokenizers[i].Weigh(weights);
        }

        return weights;
    }
}
