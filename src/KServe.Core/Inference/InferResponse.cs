namespace KServe;

/// <summary>Holds one inference response: outputs and parameters.</summary>
/// <remarks>
/// Not safe for concurrent use. The response owns its output tensors and returns their memory when disposed, before the
/// request is. Model name, version and id are filled in by the server when a predictor leaves them out.
/// </remarks>
public sealed class InferResponse : IDisposable
{
    private TensorList? _outputs;
    private InferParameters? _parameters;
    private Dictionary<string, string>? _headers;
    private Attachments _attached;

    /// <summary>Creates a response.</summary>
    /// <param name="outputs">The output tensors, owned by the response from now on.</param>
    public InferResponse(params ReadOnlySpan<InferTensor> outputs)
    {
        foreach (var output in outputs)
        {
            Outputs.Add(output);
        }
    }

    /// <summary>Gets or sets the model's name; empty until the server fills it in.</summary>
    public string ModelName { get; set; } = "";

    /// <summary>Gets or sets the version that answered; empty until the server fills it in.</summary>
    public string ModelVersion { get; set; } = "";

    /// <summary>Gets or sets the request's id.</summary>
    public string? Id { get; set; }

    /// <summary>Gets or sets what is answered other than by tensors, such as a
    /// <see cref="TextGenerationUpdate"/>.</summary>
    public object? Content { get; set; }

    /// <summary>Gets the output tensors, owned by the response.</summary>
    public IList<InferTensor> Outputs => _outputs ??= new TensorList();

    /// <summary>Gets the parameters of the response.</summary>
    public InferParameters Parameters => _parameters ??= new InferParameters();

    /// <summary>Tells whether there are parameters, without creating any.</summary>
    public bool HasParameters => _parameters is { Count: > 0 };

    /// <summary>Gets the headers or metadata to send with the response.</summary>
    /// <remarks>
    /// Servers send up to 64 of them with 16 KiB of names and values in all, in printable ASCII, and drop those that
    /// belong to the connection or to the body.
    /// </remarks>
    public IDictionary<string, string> Headers =>
        _headers ??= new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Tells whether there are headers, without creating any.</summary>
    public bool HasHeaders => _headers is { Count: > 0 };

    /// <summary>Finds an output by name.</summary>
    /// <param name="name">The case-sensitive name.</param>
    /// <returns>The tensor, or <see langword="null"/>.</returns>
    public InferTensor? FindOutput(string name) => _outputs?.Find(name);

    /// <summary>Takes the headers of the response that this one was made of, where it has none of that name.</summary>
    internal void Follow(InferResponse response)
    {
        if (response._headers is null)
        {
            return;
        }

        foreach (var (name, value) in response._headers)
        {
            Headers.TryAdd(name, value);
        }
    }

    /// <summary>Ties the lifetime of something to the response.</summary>
    /// <param name="disposable">Disposed with the response.</param>
    public void RegisterForDispose(IDisposable disposable) => _attached.Add(disposable);

    /// <summary>Returns the memory of all outputs; a second call does nothing.</summary>
    public void Dispose()
    {
        _outputs?.DisposeAll();
        _attached.Dispose();
    }
}
