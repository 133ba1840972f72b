namespace KServe;

/// <summary>Changes requests before and responses after a predictor.</summary>
/// <remarks>
/// Requests of all protocols come as tensors, each under the name that the signature gives it. Of several transformers
/// the outermost sees the client's request first and the response last.
/// One instance serves many requests at the same time: implementations are safe for concurrent calls. Tensors of the
/// given request or response may be passed on as they are or as <see cref="InferTensor.Alias"/>; the server keeps the
/// originals alive until the response is written.
/// </remarks>
public abstract class Transformer : IAsyncDisposable
{
    /// <summary>Gets what clients see; by default <see langword="null"/>, for what is further in.</summary>
    public virtual ModelSignature? Signature => null;

    /// <summary>Loads what the transformer needs; called once, before the first request.</summary>
    /// <param name="context">What is loaded, and where progress goes.</param>
    /// <param name="cancellationToken">Cancelled when the load is given up.</param>
    /// <returns>A task that ends when the transformer is ready.</returns>
    public virtual ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken) => default;

    /// <summary>Changes a request before the predictor sees it; by default it stays as it is.</summary>
    /// <param name="request">The client's request.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone.</param>
    /// <returns>The same request or a new one, owned by the caller.</returns>
    public virtual ValueTask<InferRequest> PreprocessAsync(
        InferRequest request,
        CancellationToken cancellationToken) => new(request);

    /// <summary>Gets the response to a request between its two changes; by default from the predictor.</summary>
    /// <remarks>
    /// Whoever answers by itself, from a cache for instance, does not call <paramref name="predict"/>. Decoupled models
    /// are called without it.
    /// </remarks>
    /// <param name="request">What <see cref="PreprocessAsync"/> returned; it belongs to the server.</param>
    /// <param name="predict">Runs the transformers further in and the predictor; may be called many times.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone.</param>
    /// <returns>The response, owned by the caller, which <see cref="PostprocessAsync"/> then sees.</returns>
    public virtual ValueTask<InferResponse> PredictAsync(
        InferRequest request,
        InferDelegate predict,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(predict);
        return predict(request, cancellationToken);
    }

    /// <summary>Changes a response before the client sees it; by default it stays as it is.</summary>
    /// <param name="response">The predictor's response.</param>
    /// <param name="request">The request as <see cref="PreprocessAsync"/> got it.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone.</param>
    /// <returns>The same response or a new one, owned by the caller.</returns>
    public virtual ValueTask<InferResponse> PostprocessAsync(
        InferResponse response,
        InferRequest request,
        CancellationToken cancellationToken) => new(response);

    /// <summary>Releases what <see cref="LoadAsync"/> acquired.</summary>
    /// <returns>A task that ends when everything is released.</returns>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }
}
