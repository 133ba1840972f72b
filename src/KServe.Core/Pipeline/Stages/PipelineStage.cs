namespace KServe;

/// <summary>Stands around the transformers and the predictor, and decides what they see and answer.</summary>
/// <remarks>
/// One instance serves many requests at the same time: implementations are safe for concurrent calls. It is built by
/// dependency injection for every revision and disposed with it.
/// </remarks>
public abstract class PipelineStage : IAsyncDisposable
{
    /// <summary>Loads what the stage needs; called once, before the first request.</summary>
    /// <param name="context">What is loaded, and where progress goes.</param>
    /// <param name="cancellationToken">Cancelled when the load is given up.</param>
    /// <returns>A task that ends when the stage is ready.</returns>
    public virtual ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken) => default;

    /// <summary>Answers a request, by the rest of the pipeline or by itself; by default by the rest.</summary>
    /// <param name="request">The request, which belongs to the server.</param>
    /// <param name="next">Runs the rest of the pipeline; may be called never, once or many times.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone or the deadline has passed.</param>
    /// <returns>The response, owned by the caller.</returns>
    public virtual ValueTask<InferResponse> InferAsync(
        InferRequest request,
        InferDelegate next,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(next);
        return next(request, cancellationToken);
    }

    /// <summary>Answers a request to a decoupled model; by default by the rest of the pipeline.</summary>
    /// <param name="request">The request, which belongs to the server.</param>
    /// <param name="next">Runs the rest of the pipeline.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone or the deadline has passed.</param>
    /// <returns>The responses, each owned by the caller.</returns>
    public virtual IAsyncEnumerable<InferResponse> InferStreamAsync(
        InferRequest request,
        InferStreamDelegate next,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(next);
        return next(request, cancellationToken);
    }

    /// <summary>Releases what <see cref="LoadAsync"/> acquired.</summary>
    /// <returns>A task that ends when everything is released.</returns>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }
}
