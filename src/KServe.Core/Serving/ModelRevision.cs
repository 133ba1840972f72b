using System.Diagnostics.CodeAnalysis;

namespace KServe;

/// <summary>An immutable snapshot of a model version: loaded weights, pipeline and limits.</summary>
/// <remarks>
/// Safe for concurrent use. A request pins one revision through <see cref="ModelRegistry.Pin"/> and sees nothing of a
/// swap; a retired revision disposes its parts when the last lease returns.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The last lease disposes the parts; owners only retire.")]
public sealed class ModelRevision
{
    // The low bits count leases, the high bit says that no new ones are given.
    private const long Retired = 1L << 62;

    private readonly InferencePipeline _pipeline;
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _leases;

    internal ModelRevision(string modelName, string version, ModelOptions options, InferencePipeline pipeline)
    {
        ModelName = modelName;
        Version = version;
        RequestTimeout = options.RequestTimeout;
        ExplainTimeout = options.ExplainTimeout ?? options.RequestTimeout;
        _pipeline = pipeline;
    }

    /// <summary>Gets the model's name.</summary>
    public string ModelName { get; }

    /// <summary>Gets the version.</summary>
    public string Version { get; }

    /// <summary>Gets whether the version was given by configuration rather than made up by the server.</summary>
    public bool HasExplicitVersion { get; init; }

    /// <summary>Gets what clients send and receive.</summary>
    public ModelSignature Signature => _pipeline.Signature;

    /// <summary>Gets whether there is an explainer.</summary>
    public bool HasExplainer => _pipeline.HasExplainer;

    /// <summary>Gets how long a request may take in all.</summary>
    public TimeSpan RequestTimeout { get; }

    /// <summary>Gets how long a request for an explanation may take in all.</summary>
    public TimeSpan ExplainTimeout { get; }

    /// <summary>Gets what the revision has counted since it was loaded.</summary>
    public ModelStatistics Statistics => _pipeline.Statistics;

    /// <summary>Ends when the last lease has returned and everything is disposed.</summary>
    internal Task Disposed => _disposed.Task;

    /// <summary>Runs a request through checks, admission, transformer and predictor.</summary>
    /// <param name="request">The request, owned by the caller.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone or the deadline has passed.</param>
    /// <returns>The response, owned by the caller, to be disposed before the request.</returns>
    /// <exception cref="InferenceException">The request is wrong, refused, or the model failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<InferResponse> InferAsync(InferRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _pipeline.InferAsync(request, cancellationToken);
    }

    /// <summary>Runs a request through checks, admission and the explainer.</summary>
    /// <param name="request">The request, owned by the caller.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone or the deadline has passed.</param>
    /// <returns>The explanation, owned by the caller, to be disposed before the request.</returns>
    /// <exception cref="InferenceException">There is no explainer, or as for <see cref="InferAsync"/>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<InferResponse> ExplainAsync(InferRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _pipeline.ExplainAsync(request, cancellationToken);
    }

    /// <summary>Runs a request that may have no, one or many responses.</summary>
    /// <param name="request">The request, owned by the caller until the stream has ended.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone or the deadline has passed.</param>
    /// <returns>The responses, each owned by the caller.</returns>
    /// <exception cref="InferenceException">The request is wrong, refused, or the model failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IAsyncEnumerable<InferResponse> InferStreamAsync(InferRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _pipeline.InferStreamAsync(request, cancellationToken);
    }

    internal ValueTask<bool> IsHealthyAsync(CancellationToken cancellationToken) =>
        _pipeline.IsHealthyAsync(cancellationToken);

    internal bool TryPin()
    {
        var leases = Volatile.Read(ref _leases);
        while ((leases & Retired) == 0)
        {
            var seen = Interlocked.CompareExchange(ref _leases, leases + 1, leases);
            if (seen == leases)
            {
                return true;
            }

            leases = seen;
        }

        return false;
    }

    internal void Unpin()
    {
        if (Interlocked.Decrement(ref _leases) == Retired)
        {
            StartDispose();
        }
    }

    /// <summary>Gives no new leases and disposes when none is left; a second call does nothing.</summary>
    internal void Retire()
    {
        if (Interlocked.Or(ref _leases, Retired) == 0)
        {
            StartDispose();
        }
    }

    // Disposing a model may take long: never on the thread of the request that happened to be the last.
    private void StartDispose() => _ = Task.Run(async () =>
    {
        await _pipeline.DisposeAsync();
        _disposed.SetResult();
    });
}
