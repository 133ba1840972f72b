using System.Runtime.CompilerServices;

namespace KServe;

/// <summary>Computes outputs from inputs.</summary>
/// <remarks>
/// One instance serves many requests at the same time: implementations are safe for concurrent calls. Constructors are
/// called by dependency injection and stay cheap; <see cref="LoadAsync"/> does the work. The instance is disposed when
/// the last request that uses it has ended.
/// </remarks>
public abstract class Predictor : IAsyncDisposable
{
    /// <summary>Gets what the model takes and gives; read after <see cref="LoadAsync"/>.</summary>
    public virtual ModelSignature Signature => ModelSignature.Empty;

    /// <summary>Loads weights and warms up; called once, before the first prediction.</summary>
    /// <param name="context">What is loaded, and where progress goes.</param>
    /// <param name="cancellationToken">Cancelled when the load is given up.</param>
    /// <returns>A task that ends when the model is ready.</returns>
    public virtual ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken) => default;

    /// <summary>Computes the outputs of one request.</summary>
    /// <param name="request">The request, valid until its response is disposed.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone or the deadline has passed.</param>
    /// <returns>The response; outputs may be views of the inputs.</returns>
    /// <exception cref="InferenceException">The request is wrong or the model failed in a way clients may
    /// know.</exception>
    public abstract ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken);

    /// <summary>Computes a stream of responses to one request; one response by default.</summary>
    /// <param name="request">The request, valid until the stream has ended.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone or the deadline has passed.</param>
    /// <returns>The responses, each owned by the caller.</returns>
    public virtual async IAsyncEnumerable<InferResponse> PredictStreamAsync(
        InferRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return await PredictAsync(request, cancellationToken);
    }

    /// <summary>Tells whether the model can answer; <see langword="true"/> by default.</summary>
    /// <param name="cancellationToken">Cancelled when the answer is no longer wanted.</param>
    /// <returns><see langword="false"/> when requests would fail.</returns>
    public virtual ValueTask<bool> IsHealthyAsync(CancellationToken cancellationToken) => new(true);

    /// <summary>Gets a part of the model by its type, such as the trees that an explainer looks into.</summary>
    /// <param name="serviceType">The type asked for.</param>
    /// <returns>The part, this instance if it is one, or <see langword="null"/>.</returns>
    public virtual object? GetService(Type serviceType)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Releases what <see cref="LoadAsync"/> acquired.</summary>
    /// <returns>A task that ends when everything is released.</returns>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }
}
