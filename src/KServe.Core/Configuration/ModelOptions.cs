namespace KServe;

/// <summary>Configures one model, from code or from <c>KServe:Models:{name}</c>.</summary>
public sealed class ModelOptions
{
    private int? _maxConcurrency;

    /// <summary>Gets or sets where the model lies.</summary>
    /// <value>A path or a URI of a registered storage provider; not used by predictors built from code.</value>
    public string? Uri { get; set; }

    /// <summary>Gets or sets the version that clients can ask for.</summary>
    /// <value>
    /// Letters, digits, <c>.</c>, <c>-</c> and <c>_</c>. When left out: the numbered sub-folders if the model has such,
    /// else <c>1</c>.
    /// </value>
    public string? Version { get; set; }

    /// <summary>Gets or sets which numbered sub-folders are served.</summary>
    /// <value>Default: <see cref="VersionPolicy.Latest"/>. Ignored when <see cref="Version"/> is set.</value>
    public VersionPolicy VersionPolicy { get; set; }

    /// <summary>Gets or sets the model format, like <c>onnx</c>.</summary>
    /// <value>When left out, found by looking at the files.</value>
    public string? Format { get; set; }

    /// <summary>Gets or sets the version of the format that the runtime must name.</summary>
    /// <value>Default: any.</value>
    public string? FormatVersion { get; set; }

    /// <summary>Gets or sets the serving runtime to use.</summary>
    /// <value>When left out, chosen by format, version, protocol and priority.</value>
    public string? Runtime { get; set; }

    /// <summary>Gets or sets the protocol that the runtime must support, like <c>v2</c>.</summary>
    /// <value>Default: any.</value>
    public string? ProtocolVersion { get; set; }

    /// <summary>Gets or sets how many requests run at the same time; with batching, how many batches.</summary>
    /// <value>From 1 to 65536. Default: four times the processors; with batching as many as processors.</value>
    public int MaxConcurrency
    {
        get => _maxConcurrency ?? Environment.ProcessorCount * (Batching is null ? 4 : 1);
        set => _maxConcurrency = value;
    }

    /// <summary>Gets or sets how many requests may wait while <see cref="MaxConcurrency"/> run.</summary>
    /// <value>
    /// From 0 to 1000000. Default: ten times <see cref="MaxConcurrency"/>, with batching times
    /// <see cref="BatchingOptions.MaxBatchSize"/>. The next one is refused at once.
    /// </value>
    public int? QueueLength { get; set; }

    /// <summary>Gets or sets what requests are told for which the queue has no place.</summary>
    /// <value>Default: <see cref="QueueOverflow.Unavailable"/>, which is 503.</value>
    public QueueOverflow QueueOverflow { get; set; }

    /// <summary>Gets or sets how long a request may wait in the queue.</summary>
    /// <value>More than zero. Default: 30 seconds.</value>
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long a request may take in all.</summary>
    /// <value>More than zero. Default: 60 seconds.</value>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets or sets how long a download may take, and then each version to load.</summary>
    /// <value>More than zero. Default: 30 minutes. A load that takes longer has failed.</value>
    public TimeSpan LoadTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Gets or sets how much memory each loaded version needs, in bytes.</summary>
    /// <value>
    /// Zero or more. Default: the size of the files, and once loaded what the predictor reports. Ignored without
    /// <see cref="KServeOptions.ModelMemoryLimit"/>.
    /// </value>
    public long? MemoryBytes { get; set; }

    /// <summary>Gets what is served beside the model for a share of its requests, by name.</summary>
    public IDictionary<string, CanaryOptions> Canaries { get; } =
        new Dictionary<string, CanaryOptions>(StringComparer.Ordinal);

    /// <summary>Gets or sets the header whose value keeps a client on one track while the model has canaries.</summary>
    /// <value>Default: <see langword="null"/>: requests are spread evenly, whoever sends them.</value>
    public string? StickyHeader { get; set; }

    /// <summary>Gets or sets how long a request for an explanation may take in all.</summary>
    /// <value>More than zero. Default: <see cref="RequestTimeout"/>.</value>
    public TimeSpan? ExplainTimeout { get; set; }

    /// <summary>Gets the transformers by the names they were registered with, the outermost first.</summary>
    /// <value>Default: none. They stand outside of transformers that code puts around the model.</value>
    public IList<string> Transformers { get; } = [];

    /// <summary>Gets or sets the explainer by the name it was registered with.</summary>
    /// <value>Default: none, or the one that code puts beside the model.</value>
    public string? Explainer { get; set; }

    /// <summary>Gets or sets how requests are run together.</summary>
    /// <value>Default: <see langword="null"/>, for each on its own. Needs the package <c>KServe.Batching</c>.</value>
    public BatchingOptions? Batching { get; set; }

    /// <summary>Gets the settings that the serving runtime reads.</summary>
    public IDictionary<string, string> Parameters { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    internal int EffectiveQueueLength => QueueLength ?? (int)Math.Min(10 * RunningRequests, 1_000_000);

    /// <summary>Gets how many requests the pipeline lets in at the same time.</summary>
    /// <remarks>A batcher has the queue, so that the pipeline lets in what waits there too and has none.</remarks>
    internal int AdmittedRequests => Batching is null
        ? MaxConcurrency
        : (int)Math.Min(EffectiveQueueLength + RunningRequests, int.MaxValue);

    /// <summary>Gets how many requests wait in the pipeline to be let in.</summary>
    internal int AdmissionQueueLength => Batching is null ? EffectiveQueueLength : 0;

    private long RunningRequests => (long)MaxConcurrency * (Batching?.MaxBatchSize ?? 1);
}
