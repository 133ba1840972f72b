using KServe.Protocol;

namespace KServe.AspNetCore;

/// <summary>Configures the protocols over HTTP; the section is <c>KServe:Http</c>.</summary>
/// <remarks>Read once at start; not safe for changes while the server runs.</remarks>
public sealed class KServeHttpOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string SectionName = "KServe:Http";

    /// <summary>Gets or sets the address to listen on.</summary>
    /// <value>
    /// <c>localhost</c> (the default), <c>*</c> for all addresses, or an IP address. Ignored, with both ports and the
    /// certificate, when the application configures endpoints itself.
    /// </value>
    public string Host { get; set; } = "localhost";

    /// <summary>Gets or sets the port for HTTP/1.1, and for HTTP/2 when there is a certificate.</summary>
    /// <value>From 0 (off) to 65535; the default is 8080.</value>
    public int HttpPort { get; set; } = 8080;

    /// <summary>Gets or sets the port for gRPC over cleartext HTTP/2.</summary>
    /// <value>
    /// From 0 (off) to 65535; the default is 8081. Ignored when there is a certificate: <see cref="HttpPort"/> then
    /// carries gRPC too.
    /// </value>
    public int GrpcPort { get; set; } = 8081;

    /// <summary>Gets or sets the path of a PEM file with the certificate for TLS.</summary>
    /// <value><see langword="null"/>, the default, for no TLS.</value>
    public string? CertificatePath { get; set; }

    /// <summary>Gets or sets the path of a PEM file with the certificate's private key.</summary>
    /// <value><see langword="null"/>, the default, when <see cref="CertificatePath"/> holds the key too.</value>
    public string? CertificateKeyPath { get; set; }

    /// <summary>Gets or sets how V2 responses are written as JSON.</summary>
    /// <value>The default is <see cref="V2JsonForm.Strict"/>.</value>
    public V2JsonForm JsonForm { get; set; }

    /// <summary>Gets or sets the largest body of an inference, counted after decompression.</summary>
    /// <value>From 1 KiB to 1 GiB in bytes; the default is 64 MiB. Control routes take 1 MiB.</value>
    public int MaxRequestBodySize { get; set; } = 64 << 20;

    /// <summary>Gets or sets what decoders take from a client.</summary>
    /// <value>The default is <see cref="ProtocolLimits.Default"/>.</value>
    public ProtocolLimits Limits { get; set; } = ProtocolLimits.Default;

    /// <summary>Gets or sets who may load and unload models.</summary>
    /// <value>The default is <see cref="RepositoryAccess.Loopback"/>.</value>
    public RepositoryAccess RepositoryApi { get; set; } = RepositoryAccess.Loopback;

    /// <summary>Gets the host names that requests may carry, without ports.</summary>
    /// <value>
    /// Names, <c>*.example.com</c> for subdomains or <c>*</c> for all. Empty, the default, takes all when the server
    /// listens on a public address, and only this machine's own names when it listens on loopback.
    /// </value>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>Gets who may read and change resources like InferenceServices.</summary>
    public ControlPlaneHttpOptions ControlPlane { get; } = new();

    /// <summary>Gets the settings of CloudEvents on the V1 protocol.</summary>
    public CloudEventOptions CloudEvents { get; } = new();
}
