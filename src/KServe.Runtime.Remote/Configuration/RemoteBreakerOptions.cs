namespace KServe.Runtime.Remote;

/// <summary>Configures when an endpoint that fails is left alone.</summary>
/// <remarks>
/// Failures are broken connections, timeouts, and answers that say that the server failed; a refused request is none.
/// </remarks>
public sealed class RemoteBreakerOptions
{
    /// <summary>Gets or sets whether there is a breaker.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool IsEnabled { get; set; } = true;

    /// <summary>Gets or sets the share of failures that opens the breaker.</summary>
    /// <value>More than 0, at most 1. Default: 0.5.</value>
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>Gets or sets how many calls there must be before the share counts.</summary>
    /// <value>From 2 to 100000. Default: 10.</value>
    public int MinimumCalls { get; set; } = 10;

    /// <summary>Gets or sets over what time calls are counted.</summary>
    /// <value>From half a second to one hour. Default: 30 seconds.</value>
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long the endpoint is left alone before one call tries it.</summary>
    /// <value>From half a second to one hour. Default: 10 seconds.</value>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the share of the endpoints that may be left alone at the same time.</summary>
    /// <value>
    /// From 0 to 1. Default: 0.5, rounded down, but one endpoint always may. Others that fail are called in spite of
    /// it, so that their load does not fall on the few that are left.
    /// </value>
    public double MaxOpenShare { get; set; } = 0.5;
}
