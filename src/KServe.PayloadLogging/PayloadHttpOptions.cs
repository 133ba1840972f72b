namespace KServe.PayloadLogging;

/// <summary>Configures how events are posted.</summary>
public sealed class PayloadHttpOptions
{
    /// <summary>Gets or sets how events travel.</summary>
    /// <value>Default: <see cref="CloudEventMode.Binary"/>.</value>
    public CloudEventMode Mode { get; set; }

    /// <summary>Gets or sets how many posts run at the same time; with one, events arrive in their order.</summary>
    /// <value>From 1 to 256. Default: 5. Ignored in mode <see cref="CloudEventMode.Batched"/>.</value>
    public int MaxConcurrency { get; set; } = 5;

    /// <summary>Gets or sets how long one post may take.</summary>
    /// <value>More than zero. Default: 5 seconds.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how often an event is posted until it counts as failed.</summary>
    /// <value>From 1 to 10. Default: 3. Only what may pass is tried again: no answer, 408, 429 and 5xx.</value>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>Gets or sets the wait before the second attempt, doubled before each further one.</summary>
    /// <value>From zero to 1 minute. Default: 200 milliseconds.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Gets or sets what changes the connection, for certificates or a proxy.</summary>
    /// <value>Default: none. Called once for each model.</value>
    public Action<SocketsHttpHandler>? ConfigureHandler { get; set; }
}
