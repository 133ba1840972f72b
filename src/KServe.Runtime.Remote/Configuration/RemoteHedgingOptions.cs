namespace KServe.Runtime.Remote;

/// <summary>Configures whether slow calls are sent a second time, to the next endpoint.</summary>
/// <remarks>
/// The first answer counts and the other calls are cancelled. Only for models that may run twice for one request;
/// streams are never hedged.
/// </remarks>
public sealed class RemoteHedgingOptions
{
    /// <summary>Gets or sets how long a call may take before it is sent again.</summary>
    /// <value>
    /// Default: <see langword="null"/>, for never; else from one millisecond to one minute, best the 95th percentile.
    /// </value>
    public TimeSpan? Delay { get; set; }

    /// <summary>Gets or sets how many further calls one request may cause.</summary>
    /// <value>From 1 to 5. Default: 1.</value>
    public int MaxHedges { get; set; } = 1;

    /// <summary>Gets or sets how many further calls all requests may cause, as a share of the requests.</summary>
    /// <value>From 0 to 1. Default: 0.1, beside a reserve of ten.</value>
    public double Budget { get; set; } = 0.1;
}
