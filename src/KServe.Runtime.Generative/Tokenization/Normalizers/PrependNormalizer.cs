using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.Normalizers;

/// <summary>Puts a text in front of every text that is not empty.</summary>
internal sealed class PrependNormalizer(string prefix) : Normalizer
{
    /// <inheritdoc/>
    public override void Apply(AlignedText text)
    {
        if (text.Length == 0)
        {
            return;
        }

        text.Begin();
        text.Prepend(prefix);
        text.Copy(text.Length);
        text.End();
    }

    /// <inheritdoc/>
    /// <remarks>What was first has a neighbour then.</remarks>
    public override TokenWeights? Weigh(TokenWeights after) => after.BeforeReplacing(unit => after.Of([unit]));
}
