namespace KServe.AspNetCore;

/// <summary>Configures the transport; the section is <c>KServe:Transport</c>.</summary>
/// <remarks>
/// Read once at start; not safe for changes while the server runs. Backlog, delay and buffer sizes are those of
/// <see cref="Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets.SocketTransportOptions"/>.
/// </remarks>
public sealed class KServeTransportOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string SectionName = "KServe:Transport";

    /// <summary>Gets or sets the number of event loops, each with a thread and a share of the connections.</summary>
    /// <value>
    /// From 1 to 1024; the default is the number of processors. Short requests run on these threads and nowhere else,
    /// so that fewer loops leave processors unused.
    /// </value>
    public int LoopCount { get; set; } = Environment.ProcessorCount;

    /// <summary>Gets or sets how long a loop waits for one request before another thread leads it.</summary>
    /// <value>
    /// From 1 ms to 10 s; the default is 10 ms. Other connections of the loop wait up to half as long again.
    /// </value>
    public TimeSpan TakeoverAfter { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Gets or sets the time above which a piece of application code counts as slow.</summary>
    /// <value>
    /// From zero to 10 s; the default is 500 µs. Connections with slow requests are served by the thread pool until
    /// they are short again. Zero leaves all application code to the thread pool.
    /// </value>
    public TimeSpan SlowAfter { get; set; } = TimeSpan.FromMicroseconds(500);

    /// <summary>Gets or sets how many threads of loops may be held up by application code at the same time.</summary>
    /// <value>From 0 to 10,000; the default is 64. At the bound all requests are served by the thread pool.</value>
    public int MaxBlockedThreads { get; set; } = 64;
}
