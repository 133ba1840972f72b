namespace KServe.AspNetCore;

/// <summary>Configures gRPC; the section is <c>KServe:Grpc</c>.</summary>
/// <remarks>
/// Read once at start; not safe for changes while the server runs. Ports, certificate, the largest request and the
/// access to the repository are those of <see cref="KServeHttpOptions"/>.
/// </remarks>
public sealed class KServeGrpcOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string SectionName = "KServe:Grpc";

    /// <summary>Gets or sets the largest response message, before compression.</summary>
    /// <value>From 1 KiB to 2^31 - 1 in bytes; the default is 2^31 - 1. Many clients take 4 MiB unless told.</value>
    public int MaxSendMessageSize { get; set; } = int.MaxValue;

    /// <summary>Gets or sets how many bytes all tensors and requests of the server may hold.</summary>
    /// <value>
    /// From 1 MiB in bytes; the default is 1 GiB. A request above 1 MiB that would exceed it is refused as unavailable
    /// before memory is taken.
    /// </value>
    public long MaxBufferedBytes { get; set; } = 1L << 30;

    /// <summary>Gets or sets how long a call with one response may take, whatever its client's deadline.</summary>
    /// <value>More than zero; the default is 5 minutes. The model's own limit holds too.</value>
    public TimeSpan MaxCallDuration { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets how long a stream may wait for the next request of its client.</summary>
    /// <value>More than zero; the default is 2 minutes.</value>
    public TimeSpan StreamIdleTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Gets or sets whether responses of 1 KiB or more are compressed for clients that take gzip.</summary>
    /// <value>The default is <see langword="false"/>: tensors of floating-point numbers hardly shrink.</value>
    public bool CompressResponses { get; set; }
}
