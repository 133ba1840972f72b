namespace KServe.PayloadLogging;

/// <summary>Configures the log of one model, from code or from <c>KServe:Models:{name}:PayloadLogging</c>.</summary>
public sealed class PayloadLoggingOptions
{
    /// <summary>Gets or sets where events go.</summary>
    /// <value>
    /// An <c>http</c> or <c>https</c> URL that takes CloudEvents, a folder as a path or a <c>file</c> URL, or a URL of
    /// a registered <see cref="IPayloadBlobStore"/>. Needed unless <see cref="Sink"/> is set.
    /// </value>
    public string? Url { get; set; }

    /// <summary>Gets or sets what is logged.</summary>
    /// <value>Default: <see cref="PayloadLogMode.All"/>.</value>
    public PayloadLogMode Mode { get; set; }

    /// <summary>Gets or sets the JSON that payloads are written as.</summary>
    /// <value>Default: <see cref="PayloadForm.AsReceived"/>.</value>
    public PayloadForm Form { get; set; }

    /// <summary>Gets or sets the name of the inference service in events.</summary>
    /// <value>Default: the model's name.</value>
    public string? InferenceService { get; set; }

    /// <summary>Gets or sets the namespace in events.</summary>
    /// <value>Default: empty.</value>
    public string Namespace { get; set; } = "";

    /// <summary>Gets or sets the component in events.</summary>
    /// <value>Default: <c>predictor</c>.</value>
    public string Component { get; set; } = "predictor";

    /// <summary>Gets or sets the endpoint in events, such as <c>default</c> or <c>canary</c>.</summary>
    /// <value>Default: empty.</value>
    public string Endpoint { get; set; } = "";

    /// <summary>Gets or sets the source of events, as a URI reference.</summary>
    /// <value>Default: <c>io.kserve.inference.{model}</c>.</value>
    public string? Source { get; set; }

    /// <summary>Gets the names of headers and gRPC metadata whose values are logged, without regard to case.</summary>
    /// <value>Up to 64. Default: none. A value is cut off after 4096 characters.</value>
    public IList<string> MetadataHeaders { get; } = [];

    /// <summary>Gets the annotations that every event carries.</summary>
    /// <value>Up to 64. Default: none.</value>
    public IDictionary<string, string> Annotations { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets or sets the share of inferences that are logged.</summary>
    /// <value>From 0 to 1. Default: 1. The id decides, so that a request and its response are both logged or
    /// not.</value>
    public double SampleRate { get; set; } = 1;

    /// <summary>Gets the names of tensors whose content never leaves the process.</summary>
    /// <value>Default: none. V2 JSON then has an empty list of data and the parameter <c>redacted</c>.</value>
    public IList<string> RedactedTensors { get; } = [];

    /// <summary>Gets or sets what changes events before any sink sees them, or removes them by returning
    /// nothing.</summary>
    /// <value>
    /// Default: none. Called off the way of requests, by one caller at a time. An event for which it throws is not
    /// written and counts as failed.
    /// </value>
    public Func<PayloadEvent, PayloadEvent?>? Redact { get; set; }

    /// <summary>Gets or sets how many bytes of tensors are logged of one request, and of all its responses.</summary>
    /// <value>From 0 to 256 MiB. Default: 1 MiB. Whole elements beyond it are left out and the event says so.</value>
    public int MaxPayloadBytes { get; set; } = 1 << 20;

    /// <summary>Gets or sets how many payloads wait or are being written; further ones are dropped.</summary>
    /// <value>From 1 to 1000000. Default: 1000.</value>
    public int QueueLength { get; set; } = 1000;

    /// <summary>Gets or sets how many bytes wait or are being written; further payloads are dropped.</summary>
    /// <value>From 64 KiB to 64 GiB. Default: 64 MiB.</value>
    public long QueueBytes { get; set; } = 64L << 20;

    /// <summary>Gets or sets how many events the sink is handed at most at a time.</summary>
    /// <value>From 1 to 10000. Default: 64.</value>
    public int BatchSize { get; set; } = 64;

    /// <summary>Gets or sets how long a batch waits to become full.</summary>
    /// <value>From zero to 1 hour. Default: zero, for what is there.</value>
    public TimeSpan BatchInterval { get; set; }

    /// <summary>Gets or sets how long the stop of the host waits for what is queued.</summary>
    /// <value>From zero to 1 hour. Default: 5 seconds. What is left is dropped and counted.</value>
    public TimeSpan FlushTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the options of HTTP.</summary>
    public PayloadHttpOptions Http { get; } = new();

    /// <summary>Gets the options of files and blobs.</summary>
    public PayloadFileOptions File { get; } = new();

    /// <summary>Gets or sets what creates a sink of the application's own, instead of one by
    /// <see cref="Url"/>.</summary>
    /// <value>Default: none.</value>
    public Func<IServiceProvider, IPayloadSink>? Sink { get; set; }
}
