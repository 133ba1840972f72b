namespace KServe.PayloadLogging;

/// <summary>Configures files and blobs.</summary>
public sealed class PayloadFileOptions
{
    /// <summary>Gets or sets the content.</summary>
    /// <value>Default: <see cref="PayloadFileFormat.JsonLines"/>.</value>
    public PayloadFileFormat Format { get; set; }

    /// <summary>Gets or sets a folder below the one of the model.</summary>
    /// <value>Relative, with slashes, without <c>..</c>. Default: none.</value>
    public string? Path { get; set; }

    /// <summary>Gets or sets the size at which a file is closed and the next begins.</summary>
    /// <value>From 1 KiB to 1 TiB, in bytes. Default: 64 MiB. The last batch may exceed it. Not for blobs.</value>
    public long MaxFileBytes { get; set; } = 64L << 20;

    /// <summary>Gets or sets the age at which a file is closed and the next begins.</summary>
    /// <value>From 1 second to 24 days. Default: 1 hour. Not for blobs.</value>
    public TimeSpan MaxFileAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets how many closed files of a model are kept; the oldest are deleted.</summary>
    /// <value>From 0, which keeps all, to 1000000. Default: 100. Not for blobs.</value>
    public int MaxFiles { get; set; } = 100;
}
