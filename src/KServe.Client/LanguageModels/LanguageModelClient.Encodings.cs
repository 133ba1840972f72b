using KServe.Protocol;

namespace KServe.Client;

/// <content>Vectors of texts, and tokens.</content>
public sealed partial class LanguageModelClient
{
    /// <summary>Makes embeddings of texts.</summary>
    /// <param name="model">The model's name at the server.</param>
    /// <param name="request">The texts.</param>
    /// <param name="call">Headers and timeout of this call.</param>
    /// <param name="cancellationToken">Cancels the call, and tells the server so.</param>
    /// <returns>One vector for each text, in their order.</returns>
    /// <exception cref="InferenceException">The call failed.</exception>
    public ValueTask<TextEncodingResult> EmbedAsync(
        string model,
        TextEncodingRequest request,
        InferenceCallOptions? call = null,
        CancellationToken cancellationToken = default) =>
        EncodeAsync("embeddings", OpenAiEncodingKind.Embeddings, model, request, call, cancellationToken);

    /// <summary>Scores how well the second text of each pair fits the first.</summary>
    /// <remarks>
    /// Pairs that begin with the same text are sent to <c>rerank</c>, which more servers have; others to vLLM's
    /// <c>score</c>.
    /// </remarks>
    /// <param name="model">The model's name at the server.</param>
    /// <param name="request">The pairs of texts.</param>
    /// <param name="call">Headers and timeout of this call.</param>
    /// <param name="cancellationToken">Cancels the call, and tells the server so.</param>
    /// <returns>One number for each pair, in their order.</returns>
    /// <exception cref="InferenceException">The call failed.</exception>
    public ValueTask<TextEncodingResult> ScoreAsync(
        string model,
        TextEncodingRequest request,
        InferenceCallOptions? call = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return OpenAiJson.HasOneQuery(request)
            ? EncodeAsync("rerank", OpenAiEncodingKind.Rerank, model, request, call, cancellationToken)
            : EncodeAsync("score", OpenAiEncodingKind.Score, model, request, call, cancellationToken);
    }

    /// <summary>Classifies texts by vLLM's <c>classify</c>, which stands beside the base of the API.</summary>
    /// <param name="model">The model's name at the server.</param>
    /// <param name="request">The texts.</param>
    /// <param name="call">Headers and timeout of this call.</param>
    /// <param name="cancellationToken">Cancels the call, and tells the server so.</param>
    /// <returns>The probabilities of all classes for each text, and the name of the most probable one.</returns>
    /// <exception cref="InferenceException">The call failed.</exception>
    public ValueTask<TextEncodingResult> ClassifyAsync(
        string model,
        TextEncodingRequest request,
        InferenceCallOptions? call = null,
        CancellationToken cancellationToken = default) =>
        EncodeAsync(Root + "classify", OpenAiEncodingKind.Classify, model, request, call, cancellationToken);

    /// <summary>Gets the tokens of a prompt by vLLM's <c>tokenize</c>, which stands beside the base of the
    /// API.</summary>
    /// <param name="model">The model's name at the server.</param>
    /// <param name="request">The prompt, a text or messages.</param>
    /// <param name="returnsTexts">Whether the texts of the tokens are wanted too.</param>
    /// <param name="call">Headers and timeout of this call.</param>
    /// <param name="cancellationToken">Cancels the call, and tells the server so.</param>
    /// <returns>The tokens.</returns>
    /// <exception cref="InferenceException">The call failed.</exception>
    public ValueTask<TextTokens> TokenizeAsync(
        string model,
        TextGenerationRequest request,
        bool returnsTexts = false,
        InferenceCallOptions? call = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        return PostAsync(
            Root + "tokenize",
            body => OpenAiJson.WriteTokenizeRequest(body, model, request, returnsTexts),
            call,
            body => OpenAiJson.ReadTokenizeAnswer(body, returnsTexts),
            cancellationToken);
    }

    /// <summary>Gets the text of tokens by vLLM's <c>detokenize</c>, which stands beside the base of the
    /// API.</summary>
    /// <param name="model">The model's name at the server.</param>
    /// <param name="tokenIds">The tokens.</param>
    /// <param name="call">Headers and timeout of this call.</param>
    /// <param name="cancellationToken">Cancels the call, and tells the server so.</param>
    /// <returns>The text.</returns>
    /// <exception cref="InferenceException">The call failed.</exception>
    public ValueTask<string> DetokenizeAsync(
        string model,
        IReadOnlyList<int> tokenIds,
        InferenceCallOptions? call = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokenIds);
        return PostAsync(
            Root + "detokenize",
            body => OpenAiJson.WriteDetokenizeRequest(body, model, tokenIds),
            call,
            OpenAiJson.ReadDetokenizeAnswer,
            cancellationToken);
    }

    private ValueTask<TextEncodingResult> EncodeAsync(
        string path,
        OpenAiEncodingKind kind,
        string model,
        TextEncodingRequest request,
        InferenceCallOptions? call,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        return PostAsync(
            path,
            body => OpenAiJson.WriteEncodingRequest(body, model, request, kind),
            call,
            body => OpenAiJson.ReadEncodingAnswer(body, request.Inputs.Count, kind),
            cancellationToken);
    }

    private async ValueTask<T> PostAsync<T>(
        string path,
        Action<PooledBufferWriter> write,
        InferenceCallOptions? call,
        Func<ReadOnlyMemory<byte>, T> read,
        CancellationToken cancellationToken)
    {
        using var content = PooledJsonContent.Create(write);
        using var message = NewMessage(HttpMethod.Post, path, call);
        message.Content = content;
        try
        {
            return await SendAsync(message, call, read, cancellationToken);
        }
        finally
        {
            await content.CloseAsync();
        }
    }
}
