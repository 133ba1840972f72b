namespace KServe.Runtime.Generative.Engine;

/// <summary>What the engine asks of a tokenizer.</summary>
/// <remarks>Safe for concurrent use; decoders are not.</remarks>
internal interface ITokenText
{
    /// <summary>Creates the decoder of an answer.</summary>
    /// <param name="prompt">The tokens before it.</param>
    /// <param name="skipSpecialTokens">Whether special tokens have no text.</param>
    ITextDecoder CreateDecoder(ReadOnlySpan<int> prompt, bool skipSpecialTokens);

    /// <summary>Gets the tokens of a text, without special ones around it.</summary>
    int[] Encode(string text);
}
