using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace KServe;

/// <summary>An immutable snapshot of a model version: loaded weights, pipeline and limits.</summary>
/// <remarks>
/// Safe for concurrent use. A request pins one revision through <see cref="ModelRegistry.Pin"/> and sees nothing of a
/// swap; a retired revision disposes its parts when the last lease returns.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The last lease disposes the parts; owners only retire.")]
public sealed class ModelRevision
{
    // The low bits count leases; the high ones say that no new ones are given, for good or until somebody has decided.
    private const long Closed = 1L << 61;
    private const long Retired = 1L << 62;

    private readonly InferencePipeline _pipeline;
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile RevisionTap? _tap;
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

    /// <summary>Gets which revision of its model this is, counted from 1 since the model was defined first.</summary>
    public int Number { get; internal set; }

    /// <summary>Gets a name as clusters give it: the model's, a hyphen, and the number with five digits.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{ModelName}-{Number:D5}");

    /// <summary>Gets whether the model has canaries, so that requests may be answered by another revision.</summary>
    public bool HasAlternatives => _tap is not null;

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

    /// <summary>Gets where the files of the model lie; <see langword="null"/> for a model without files.</summary>
    public string? ArtifactPath { get; init; }

    /// <summary>Gets a task that ends when the revision is retired, returned by all and disposed.</summary>
    public Task Disposed => _disposed.Task;

    /// <summary>Runs a request through checks, admission, transformer and predictor.</summary>
    /// <param name="request">The request, owned by the caller.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone or the deadline has passed.</param>
    /// <returns>The response, owned by the caller, to be disposed before the request.</returns>
    /// <exception cref="InferenceException">The request is wrong, refused, or the model failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<InferResponse> InferAsync(InferRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _tap is { } tap
            ? tap.InferAsync(_pipeline, RequestTimeout, request, cancellationToken)
            : _pipeline.InferAsync(request, cancellationToken);
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
        return _tap is { } tap
            ? tap.ExplainAsync(_pipeline, ExplainTimeout, request, cancellationToken)
            : _pipeline.ExplainAsync(request, cancellationToken);
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
        return _tap is { } tap
            ? tap.InferStreamAsync(_pipeline, RequestTimeout, request, cancellationToken)
            : _pipeline.InferStreamAsync(request, cancellationToken);
    }

    /// <summary>Gets a part of the predictor by its type, such as its <see cref="IModelSize"/>.</summary>
    /// <param name="serviceType">The type asked for.</param>
    /// <returns>The part, or <see langword="null"/>.</returns>
    public object? GetService(Type serviceType) => _pipeline.GetService(serviceType);

    /// <summary>Lets something see all requests from now on, or nothing.</summary>
    internal void Watch(RevisionTap? tap) => _tap = tap;

    internal ValueTask<bool> IsHealthyAsync(CancellationToken cancellationToken) =>
        _pipeline.IsHealthyAsync(cancellationToken);

    internal bool TryPin()
    {
        var leases = Volatile.Read(ref _leases);
        while (leases < Closed)
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

    /// <summary>Gives no leases until told otherwise, if none is out.</summary>
    internal bool TryClose() => Interlocked.CompareExchange(ref _leases, Closed, 0) == 0;

    /// <summary>Takes <see cref="TryClose"/> back.</summary>
    internal void Reopen() => Interlocked.And(ref _leases, ~Closed);

    /// <summary>Gives no new leases and disposes when none is left; a second call does nothing.</summary>
    internal void Retire()
    {
        if (Interlocked.Or(ref _leases, Retired) is 0 or Closed)
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
