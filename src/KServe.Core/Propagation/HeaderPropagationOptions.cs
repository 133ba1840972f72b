namespace KServe;

/// <summary>Configures which headers of a request go on to the next server, from <c>KServe:Propagation</c>.</summary>
/// <remarks>
/// Read once at the start. Predictors, transformers and stages in this process may read every header.
/// </remarks>
public sealed class HeaderPropagationOptions
{
    internal const int MaxHeaders = 64;

    /// <summary>Gets or sets whether <c>x-request-id</c> goes on.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool RequestId { get; set; } = true;

    /// <summary>Gets or sets whether the trace goes on.</summary>
    /// <value>
    /// Default: <see langword="true"/>, for <c>traceparent</c> and <c>tracestate</c> as W3C defines them, and
    /// <c>x-b3-traceid</c>.
    /// </value>
    public bool TraceContext { get; set; } = true;

    /// <summary>Gets or sets whether <c>authorization</c> goes on.</summary>
    /// <value>Default: <see langword="false"/>. Whoever gets the header can act in the client's name.</value>
    public bool Authorization { get; set; }

    /// <summary>Gets the names of further headers that go on.</summary>
    /// <value>Up to 64 names without those of the connection and the body. Default: none.</value>
    public IList<string> Headers { get; } = [];

    /// <summary>Gets or sets whether responses carry the <c>x-request-id</c> of their request.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool EchoRequestId { get; set; }
}
