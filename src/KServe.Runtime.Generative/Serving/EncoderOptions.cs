namespace KServe.Runtime.Generative;

/// <summary>Options of an encoder: how texts become tokens, and what V1 and V2 inference answer with.</summary>
/// <remarks>
/// Longer texts are cut to <see cref="Engine.EngineOptions.MaxSequenceLength"/>, and as many tokens as
/// <see cref="Engine.EngineOptions.MaxBatchedTokens"/> says go through the model together.
/// </remarks>
public sealed class EncoderOptions
{
    /// <summary>Gets or sets what classifying models answer with.</summary>
    /// <value>Default <see cref="EncoderOutput.Prediction"/>. Ignored for embeddings.</value>
    public EncoderOutput Output { get; set; }

    /// <summary>Gets or sets whether the special tokens that frame a text are added.</summary>
    /// <value>Default true.</value>
    public bool AddsSpecialTokens { get; set; } = true;

    /// <summary>Gets or sets whether token classification answers where in its text each token stands.</summary>
    /// <value>Default false. Begin and end count Unicode code points. Ignored for other tasks.</value>
    public bool ReturnsOffsets { get; set; }
}
