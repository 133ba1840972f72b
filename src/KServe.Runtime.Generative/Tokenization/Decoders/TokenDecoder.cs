namespace KServe.Runtime.Generative.Tokenization.Decoders;

/// <summary>Describes a step on the way from tokens to text.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal abstract class TokenDecoder
{
    /// <summary>Creates the stage for one stream.</summary>
    public abstract DecodeStage Create(DecodeStage next);

    /// <summary>Gets whether the parts of a token may be passed on before the token is complete.</summary>
    public virtual bool TakesParts => false;

    /// <summary>Gets the text that a token becomes somewhere inside a text; null if it stands for bytes.</summary>
    /// <param name="token">The token.</param>
    /// <param name="bytes">The bytes, if it stands for bytes.</param>
    public abstract string? Inside(string token, out byte[] bytes);
}
