using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.Normalizers;

/// <summary>Changes text before it is cut into words.</summary>
/// <remarks>Thread-safe; what it needs while it works is in the text.</remarks>
internal abstract class Normalizer
{
    /// <summary>Changes a text.</summary>
    public abstract void Apply(AlignedText text);

    /// <summary>Gets what units are at least worth in tokens before they are changed; null where any might be
    /// dropped.</summary>
    /// <param name="after">What they are worth afterwards.</param>
    public virtual TokenWeights? Weigh(TokenWeights after) => null;
}
