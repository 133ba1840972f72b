using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.PreTokenizers;

/// <summary>Cuts text into the pieces that a model then tokenizes one by one.</summary>
/// <remarks>Thread-safe; what it needs while it works is in the pieces.</remarks>
internal abstract class PreTokenizer
{
    /// <summary>Cuts every piece further, or changes it.</summary>
    public abstract void Apply(TextPieces pieces);

    /// <summary>Gets what units are at least worth in tokens before they are cut; null where any might be
    /// dropped.</summary>
    /// <param name="after">What they are worth afterwards.</param>
    public virtual TokenWeights? Weigh(TokenWeights after) => null;
}
