namespace KServe.Runtime.Remote;

/// <summary>Configures how calls are tried again.</summary>
/// <remarks>
/// Only what cannot have run is tried again: the connection could not be made, the server refused the stream, answered
/// 503 with <c>Retry-After</c>, or UNAVAILABLE. Nothing is once a response has begun to stream.
/// </remarks>
public sealed class RemoteRetryOptions
{
    /// <summary>Gets or sets how often one request may be tried again.</summary>
    /// <value>From 0 to 10. Default: 2. Each try goes to the next endpoint.</value>
    public int MaxRetries { get; set; } = 2;

    /// <summary>Gets or sets how long to wait before the first retry; each later wait is about twice as long.</summary>
    /// <value>From zero to one minute. Default: 100 milliseconds. Varied at random.</value>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets or sets the longest wait that a server may ask for before a retry.</summary>
    /// <value>From zero to one minute. Default: 2 seconds. A server that asks for more is not asked again.</value>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets how many retries all requests together may cause, as a share of the requests.</summary>
    /// <value>From 0 to 1. Default: 0.2, beside a reserve of ten.</value>
    public double Budget { get; set; } = 0.2;

    /// <summary>Gets or sets whether a call is tried again whose connection was lost before any answer.</summary>
    /// <value>Default: <see langword="false"/>. The call may then run twice, which does no harm to a model that keeps
    /// nothing of its calls, and lets servers go whose connections carry a request at that moment.</value>
    public bool RetriesLostConnections { get; set; }
}
