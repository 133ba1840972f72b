namespace KServe;

/// <summary>Explains a prediction, and may call the predictor many times for it.</summary>
/// <remarks>One instance serves many requests at the same time: implementations are safe for concurrent
/// calls.</remarks>
public abstract class Explainer : IAsyncDisposable
{
    /// <summary>Loads what the explainer needs; called once, before the first request.</summary>
    /// <param name="context">What is loaded, and where progress goes.</param>
    /// <param name="cancellationToken">Cancelled when the load is given up.</param>
    /// <returns>A task that ends when the explainer is ready.</returns>
    public virtual ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken) => default;

    /// <summary>Explains the prediction for a request.</summary>
    /// <param name="request">The client's request.</param>
    /// <param name="predict">Runs the model's transformer and predictor.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone or the deadline has passed.</param>
    /// <returns>The explanation as tensors.</returns>
    public abstract ValueTask<InferResponse> ExplainAsync(
        InferRequest request,
        InferDelegate predict,
        CancellationToken cancellationToken);

    /// <summary>Releases what <see cref="LoadAsync"/> acquired.</summary>
    /// <returns>A task that ends when everything is released.</returns>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }
}
