using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.Normalizers;

/// <summary>Changes text before it is cut into words.</summary>
/// <remarks>Thread-safe; what it needs while it works is in the text.</remarks>
internal abstract class Normalizer
{
    /// <summary>Changes a text.</summary>
    public abstract void Apply(AlignedText text);
}
