namespace KServe.Runtime.Generative.Tokenization.Decoders;

/// <summary>One step on the way from tokens to text, with the memory of one stream.</summary>
/// <remarks>Whole texts are decoded by the same steps, so a stream's parts put together are the whole. Not
/// thread-safe.</remarks>
internal abstract class DecodeStage(DecodeStage? next)
{
    /// <summary>Gets the stage behind this one.</summary>
    protected DecodeStage Next => next!;

    /// <summary>Takes a token.</summary>
    /// <param name="token">The token, or a part of it.</param>
    /// <param name="continues">Whether it belongs to the token before.</param>
    public abstract void Push(ReadOnlySpan<char> token, bool continues);

    /// <summary>Takes notice that no token follows, and passes on what was held back.</summary>
    public virtual void Flush() => Next.Flush();
}
