using KServe.Protocol;

namespace KServe.Graphs;

/// <summary>Configures how graphs call their services; the section is <c>KServe:GraphRouter</c>.</summary>
/// <remarks>Read once at start; not safe for changes while the server runs.</remarks>
public sealed class GraphRouterOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string SectionName = "KServe:GraphRouter";

    /// <summary>Gets the headers of requests that steps are given too.</summary>
    /// <value>
    /// Regular expressions that are looked for in the header's name, in any letter case. Default: none but
    /// <c>x-request-id</c>, which always goes along; so does the trace. Headers of the connection and of the body, like
    /// <c>Content-Length</c>, never do.
    /// </value>
    public IList<string> PropagateHeaders { get; } = [];

    /// <summary>Gets the URLs of services that are not models of this host.</summary>
    /// <value>An absolute URL to post to for each <c>serviceName</c>. Default: none.</value>
    public IDictionary<string, string> ServiceUrls { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets or sets the largest answer of a step.</summary>
    /// <value>From 1 KiB to 1 GiB in bytes. Default: 64 MiB. A larger one fails the step.</value>
    public int MaxResponseSize { get; set; } = 64 << 20;

    /// <summary>Gets or sets the limits of bodies that steps give to models of this host.</summary>
    /// <value>Default: those of the host's own protocols (<c>KServe:Http:Limits</c>).</value>
    public ProtocolLimits? Limits { get; set; }

    /// <summary>Gets or sets how many graphs may call each other in a row.</summary>
    /// <value>From 1 to 32. Default: 8.</value>
    public int MaxNestedGraphs { get; set; } = 8;

    /// <summary>Gets or sets how long opening a connection to a service may take.</summary>
    /// <value>More than zero. Default: 10 seconds.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how often a service is tried again that no connection could be opened to.</summary>
    /// <value>
    /// From 0 to 10. Default: 1. A request that may have reached the service is never sent twice.
    /// </value>
    public int ConnectRetries { get; set; } = 1;
}
