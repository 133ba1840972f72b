namespace KServe;

/// <summary>Turns text into a model's tokens and back; found by <see cref="Predictor.GetService"/>.</summary>
/// <remarks>Safe for concurrent calls.</remarks>
public interface ITextTokenizer
{
    /// <summary>Gets the tokens of a prompt, as a generation would begin with them.</summary>
    /// <param name="request">The prompt; its sampling is not looked at.</param>
    /// <returns>The ids.</returns>
    /// <exception cref="InferenceException">The prompt cannot be rendered.</exception>
    IReadOnlyList<int> Tokenize(TextGenerationRequest request);

    /// <summary>Gets the text of tokens.</summary>
    /// <param name="tokenIds">The ids.</param>
    /// <returns>The text, special tokens included.</returns>
    /// <exception cref="InferenceException">An id is not in the vocabulary.</exception>
    string Detokenize(IReadOnlyList<int> tokenIds);

    /// <summary>Gets the text of one token, as its vocabulary writes it.</summary>
    /// <param name="tokenId">The id.</param>
    /// <returns>The token.</returns>
    string GetToken(int tokenId);

    /// <summary>Tells whether a token is special, as the end of a text is; never so by default.</summary>
    /// <param name="tokenId">The id.</param>
    /// <returns><see langword="true"/> for a token that is no part of a text.</returns>
    bool IsSpecial(int tokenId) => false;
}
