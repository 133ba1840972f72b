using KServe.Protocol;

namespace KServe.Runtime.Remote;

/// <summary>Configures a model that another server runs.</summary>
public sealed class RemoteModelOptions
{
    /// <summary>Gets or sets the protocol.</summary>
    /// <value>
    /// Default: <see langword="null"/>, for what the address says: V2 over REST for <c>http</c> and <c>https</c>.
    /// </value>
    public RemoteProtocol? Protocol { get; set; }

    /// <summary>Gets further addresses of the same model, which share the calls and stand in for each other.</summary>
    /// <value>Up to 63. Default: none.</value>
    public IList<string> Endpoints { get; } = [];

    /// <summary>Gets or sets the model's name at the remote server.</summary>
    /// <value>Default: <see langword="null"/>, for the name that it has here.</value>
    public string? ModelName { get; set; }

    /// <summary>Gets or sets the version to call.</summary>
    /// <value>Default: empty, for the remote server's choice.</value>
    public string ModelVersion { get; set; } = "";

    /// <summary>Gets the headers that every call sends, such as <c>Authorization</c>.</summary>
    /// <remarks>Headers of requests go on as <c>KServe:Propagation</c> says; these win.</remarks>
    public IDictionary<string, string> Headers { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets what the model takes and gives.</summary>
    /// <value>
    /// Default: <see langword="null"/>, for what the remote server says when the model is loaded. V1 servers do not
    /// say; there the outputs given here name and type what they answer.
    /// </value>
    public ModelSignature? Signature { get; set; }

    /// <summary>Gets or sets whether requests are checked against the remote server's signature here.</summary>
    /// <value>
    /// Default: <see langword="false"/>: metadata do not tell all that a server takes, so that the server decides.
    /// With <see langword="true"/>, V1 requests get the data types of the signature. Ignored when
    /// <see cref="Signature"/> is set.
    /// </value>
    public bool ChecksInputs { get; set; }

    /// <summary>Gets or sets whether a request may have no, one or many responses.</summary>
    /// <value>Default: <see langword="false"/>. Needs gRPC, whose <c>ModelStreamInfer</c> is called then.</value>
    public bool IsDecoupled { get; set; }

    /// <summary>Gets or sets when V2 over REST sends tensors as bytes.</summary>
    /// <value>Default: <see cref="V2BinaryUse.WhenNeeded"/>, which every server understands.</value>
    public V2BinaryUse BinaryTensors { get; set; }

    /// <summary>Gets or sets the most bytes of one response.</summary>
    /// <value>From 1 to 2147483391. Default: 268435456 (256 MiB).</value>
    public int MaxResponseLength { get; set; } = 256 << 20;

    /// <summary>Gets or sets how long one call may take; gRPC servers are told.</summary>
    /// <value>From 10 milliseconds to one day. Default: 60 seconds. Of a stream, until its first response.</value>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets or sets how long a request may take with all its retries.</summary>
    /// <value>
    /// From 10 milliseconds to one day. Default: 60 seconds. The model's own <see cref="ModelOptions.RequestTimeout"/>
    /// holds too.
    /// </value>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets or sets how long the remote server's word that it is ready, or not, is believed.</summary>
    /// <value>From zero to one hour. Default: 2 seconds.</value>
    public TimeSpan HealthCacheDuration { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Gets or sets how long the remote server may take to say whether it is ready, or to describe itself.
    /// </summary>
    /// <value>From 10 milliseconds to one day. Default: 3 seconds.</value>
    public TimeSpan HealthTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Gets what is particular to OpenAI's protocol.</summary>
    public RemoteOpenAiOptions OpenAi { get; } = new();

    /// <summary>Gets how calls are tried again.</summary>
    public RemoteRetryOptions Retry { get; } = new();

    /// <summary>Gets when an endpoint that fails is left alone.</summary>
    public RemoteBreakerOptions Breaker { get; } = new();

    /// <summary>Gets whether slow calls are sent a second time.</summary>
    public RemoteHedgingOptions Hedging { get; } = new();

    /// <summary>Gets or sets what changes the connections, for certificates and proxies.</summary>
    /// <value>Default: <see langword="null"/>. Called for every revision of the model.</value>
    public Action<SocketsHttpHandler>? ConfigureConnections { get; set; }
}
