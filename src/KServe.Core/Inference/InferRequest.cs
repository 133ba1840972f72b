using System.Collections.ObjectModel;

namespace KServe;

/// <summary>Holds one inference request: inputs, wanted outputs and parameters.</summary>
/// <remarks>
/// Not safe for concurrent use. The request owns its input tensors and returns their memory when disposed; whoever
/// created it disposes it once, after the response has been written, because outputs may view the memory of inputs.
/// A predictor that keeps data beyond the call copies it.
/// </remarks>
public sealed class InferRequest : IDisposable
{
    private readonly TensorList _inputs = new();

    // The outputs asked for, or those with a content: few requests have one, and every request pays for a field.
    private object? _asked;
    private InferParameters? _parameters;
    private Attachments _attached;

    /// <summary>Creates an empty request.</summary>
    /// <param name="modelName">The model it is for.</param>
    /// <param name="pool">Where tensors are rented; a pool of its own when left out.</param>
    public InferRequest(string modelName, TensorPool? pool = null)
    {
        ArgumentNullException.ThrowIfNull(modelName);
        ModelName = modelName;
        Pool = pool ?? new TensorPool();
    }

    /// <summary>Gets the model's name.</summary>
    public string ModelName { get; }

    /// <summary>Gets or sets the version asked for; empty for the model's default.</summary>
    public string ModelVersion { get; set; } = "";

    /// <summary>Gets or sets the client's id, echoed in the response; <see langword="null"/> for none.</summary>
    public string? Id { get; set; }

    /// <summary>Gets or sets the headers or metadata of the call; never <see langword="null"/>.</summary>
    /// <remarks>
    /// Names are compared without regard to case. A server hands out a view that copies nothing: it is empty once the
    /// request is over, so that whoever needs a header later reads it before.
    /// </remarks>
    public IReadOnlyDictionary<string, string> Headers { get; set; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Gets or sets the protocol that the request came by.</summary>
    /// <value>Default: <see cref="InferenceProtocol.InProcess"/>.</value>
    public InferenceProtocol Protocol { get; set; }

    /// <summary>Gets or sets what is asked for other than by tensors, such as a
    /// <see cref="TextGenerationRequest"/>.</summary>
    public object? Content
    {
        get => (_asked as ContentWithOutputs)?.Content;
        set
        {
            if (value is not null || _asked is ContentWithOutputs)
            {
                _asked = new ContentWithOutputs(value, FindOutputs());
            }
        }
    }

    /// <summary>Gets the input tensors, owned by the request.</summary>
    public IList<InferTensor> Inputs => _inputs;

    /// <summary>Gets the outputs asked for; none means all.</summary>
    public IList<RequestedOutput> Outputs => FindOutputs() ?? AddOutputs();

    /// <summary>Tells whether the client asked for certain outputs, without creating the list.</summary>
    public bool HasOutputs => FindOutputs() is { Count: > 0 };

    /// <summary>Gets the parameters of the request.</summary>
    public InferParameters Parameters => _parameters ??= new InferParameters();

    /// <summary>Tells whether there are parameters, without creating any.</summary>
    public bool HasParameters => _parameters is { Count: > 0 };

    /// <summary>Gets the pool that tensors of this request are rented from.</summary>
    public TensorPool Pool { get; }

    /// <summary>Finds an input by name.</summary>
    /// <param name="name">The case-sensitive name.</param>
    /// <returns>The tensor, or <see langword="null"/>.</returns>
    public InferTensor? FindInput(string name) => _inputs.Find(name);

    /// <summary>Gets an input by name.</summary>
    /// <param name="name">The case-sensitive name.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="InferenceException">The request has no such input.</exception>
    public InferTensor GetInput(string name) =>
        FindInput(name) ?? throw InferenceException.InvalidArgument($"input '{name}' is missing");

    /// <summary>Tells whether the client wants an output.</summary>
    /// <param name="name">The output's name.</param>
    /// <returns><see langword="true"/> when it is asked for, or nothing is.</returns>
    public bool WantsOutput(string name)
    {
        if (!HasOutputs)
        {
            return true;
        }

        foreach (var output in FindOutputs()!)
        {
            if (string.Equals(output.Name, name, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Creates a request without tensors that goes on for this one.</summary>
    /// <remarks>
    /// It has the same id, version, headers, protocol and pool, but neither inputs, wanted outputs nor parameters. What
    /// a transformer makes of a request begins like this.
    /// </remarks>
    /// <param name="modelName">The model it is for; the same when left out.</param>
    /// <returns>A request of the caller's own, to be used while this one lives.</returns>
    public InferRequest CreateFollowing(string? modelName = null) => new(modelName ?? ModelName, Pool)
    {
        ModelVersion = ModelVersion,
        Id = Id,
        Headers = Headers,
        Protocol = Protocol,
    };

    /// <summary>Takes from a request that came before what this one does not say itself.</summary>
    internal void Follow(InferRequest request)
    {
        Id ??= request.Id;
        Protocol = Protocol == InferenceProtocol.InProcess ? request.Protocol : Protocol;
        if (ReferenceEquals(Headers, ReadOnlyDictionary<string, string>.Empty))
        {
            Headers = request.Headers;
        }
    }

    /// <summary>Ties the lifetime of something to the request.</summary>
    /// <param name="disposable">Disposed with the request.</param>
    public void RegisterForDispose(IDisposable disposable) => _attached.Add(disposable);

    /// <summary>Returns the memory of all inputs; a second call does nothing.</summary>
    public void Dispose()
    {
        _inputs.DisposeAll();
        _attached.Dispose();
    }

    private List<RequestedOutput>? FindOutputs() =>
        _asked as List<RequestedOutput> ?? (_asked as ContentWithOutputs)?.Outputs;

    private List<RequestedOutput> AddOutputs()
    {
        List<RequestedOutput> outputs = [];
        _asked = _asked is ContentWithOutputs content ? content with { Outputs = outputs } : outputs;
        return outputs;
    }

    private sealed record ContentWithOutputs(object? Content, List<RequestedOutput>? Outputs);
}
