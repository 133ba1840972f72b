using KServe.Protocol;

namespace KServe.Client;

/// <summary>Configures a client; read once, when the client is created.</summary>
public sealed class InferenceClientOptions
{
    /// <summary>Gets or sets how long a call may take unless it says so itself.</summary>
    /// <value>
    /// More than zero, or <see cref="Timeout.InfiniteTimeSpan"/>. Default: 60 seconds. Streams have no limit by
    /// default.
    /// </value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets or sets the most bytes of one response, or of one message of a stream.</summary>
    /// <value>From 1 to 2147483391. Default: 268435456 (256 MiB).</value>
    public int MaxResponseLength { get; set; } = 256 << 20;

    /// <summary>Gets or sets what else a response may hold.</summary>
    /// <value>Default: <see cref="ProtocolLimits.Default"/>.</value>
    public ProtocolLimits Limits { get; set; } = ProtocolLimits.Default;

    /// <summary>Gets or sets the protocol of inference over REST; ignored by gRPC.</summary>
    /// <value>Default: <see cref="RestProtocol.V2"/>. Health, metadata and repository are always V2's.</value>
    public RestProtocol Protocol { get; set; }

    /// <summary>Gets or sets when V2 over REST sends tensors as bytes; ignored by V1 and gRPC.</summary>
    /// <value>Default: <see cref="V2BinaryUse.WhenNeeded"/>, which every server understands.</value>
    public V2BinaryUse BinaryTensors { get; set; }

    /// <summary>Gets or sets whether load and unload over gRPC are written as Triton and MLServer read them.</summary>
    /// <value>Default: <see langword="false"/>, as KServe reads them. Ignored by REST, where both are alike.</value>
    public bool UsesTritonRepository { get; set; }

    /// <summary>Gets or sets whether responses carry the headers that came with them.</summary>
    /// <value>
    /// Default: <see langword="false"/>. Otherwise <see cref="InferResponse.Headers"/> has them, and a server that
    /// passes the response on sends them to its own client.
    /// </value>
    public bool KeepsResponseHeaders { get; set; }

    /// <summary>Gets the headers that every call sends, such as <c>Authorization</c>.</summary>
    public IDictionary<string, string> Headers { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets where the memory of responses is rented.</summary>
    /// <value>Default: <see langword="null"/>, for a pool of the client's own.</value>
    public TensorPool? Pool { get; set; }

    /// <summary>Gets or sets the clock of timeouts.</summary>
    /// <value>Default: <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Throws when an option is out of its range.</summary>
    /// <param name="options">The options, for the name of the caller's parameter.</param>
    internal static void Validate(InferenceClientOptions options)
    {
        if (options.MaxResponseLength < 1 || options.MaxResponseLength > Array.MaxLength - 200)
        {
            throw new ArgumentException(
                $"MaxResponseLength must be from 1 to {Array.MaxLength - 200}, got {options.MaxResponseLength}.",
                nameof(options));
        }

        if (options.Limits is null || options.TimeProvider is null)
        {
            throw new ArgumentException("Limits and TimeProvider must not be null.", nameof(options));
        }

        if (options.Timeout <= TimeSpan.Zero && options.Timeout != System.Threading.Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentException(
                $"Timeout must be more than zero or infinite, got {options.Timeout}.", nameof(options));
        }
    }
}
