namespace KServe;

/// <summary>Turns text into a model's tokens and back where that takes a while; found by
/// <see cref="Predictor.GetService"/>.</summary>
/// <remarks>For models whose tokenizer is elsewhere; others have an <see cref="ITextTokenizer"/>. Safe for concurrent
/// calls.</remarks>
public interface ITextTokenService
{
    /// <summary>Gets the tokens of a prompt, as a generation would begin with them.</summary>
    /// <param name="request">The prompt; its sampling is not looked at.</param>
    /// <param name="returnsTexts">Whether the texts of the tokens are wanted too.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The tokens.</returns>
    /// <exception cref="InferenceException">The prompt cannot be rendered, or the call failed.</exception>
    ValueTask<TextTokens> TokenizeAsync(
        TextGenerationRequest request,
        bool returnsTexts,
        CancellationToken cancellationToken);

    /// <summary>Gets the text of tokens.</summary>
    /// <param name="tokenIds">The ids.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The text, special tokens included.</returns>
    /// <exception cref="InferenceException">An id is not in the vocabulary, or the call failed.</exception>
    ValueTask<string> DetokenizeAsync(IReadOnlyList<int> tokenIds, CancellationToken cancellationToken);
}
