namespace KServe.Storage;

/// <summary>Configures where models are kept and what a download may do.</summary>
/// <remarks>Not safe for concurrent changes; read once, when the first model is asked for.</remarks>
public sealed class StorageOptions
{
    /// <summary>The section of the configuration that these options are read from.</summary>
    public const string SectionName = "KServe:Storage";

    /// <summary>Gets or sets the folder that holds downloaded models.</summary>
    /// <value>The default is <c>kserve/models</c> under the user's local application data.</value>
    /// <remarks>Processes may share one folder; a lock per model keeps them apart.</remarks>
    public string CacheDirectory { get; set; } = DefaultCacheDirectory();

    /// <summary>Gets or sets the bytes one download may have; a model of a hub is one download.</summary>
    /// <value>From 1; the default is 107,374,182,400 (100 GiB).</value>
    public long MaxDownloadBytes { get; set; } = 100L << 30;

    /// <summary>Gets or sets the bytes one archive may unpack to, its headers included.</summary>
    /// <value>From 1; the default is 214,748,364,800 (200 GiB).</value>
    public long MaxExtractedBytes { get; set; } = 200L << 30;

    /// <summary>Gets or sets the entries one archive may have, its folders included.</summary>
    /// <value>From 1 to 10,000,000; the default is 100,000.</value>
    public int MaxArchiveEntries { get; set; } = 100_000;

    /// <summary>Gets or sets how many times its own size an archive may unpack to.</summary>
    /// <value>From 1 to 10,000; the default is 200.</value>
    /// <remarks>Ignored for archives that unpack to 64 MiB or less.</remarks>
    public int MaxCompressionRatio { get; set; } = 200;

    /// <summary>Gets or sets the length that names in archives may have, in characters.</summary>
    /// <value>From 1 to 4,096; the default is 512.</value>
    public int MaxPathLength { get; set; } = 512;

    /// <summary>Gets or sets how deep folders in archives may nest.</summary>
    /// <value>From 1 to 255; the default is 32.</value>
    public int MaxPathDepth { get; set; } = 32;

    /// <summary>Gets or sets how long a connection may take to open.</summary>
    /// <value>From 1 millisecond to 1 hour; the default is 15 seconds.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets or sets how long a server may take to send the head of its answer.</summary>
    /// <value>From 1 millisecond to 1 hour; the default is 60 seconds.</value>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets or sets how long a download may stand still.</summary>
    /// <value>From 1 millisecond to 1 hour; the default is 60 seconds.</value>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets or sets how long one download may take, its retries and redirects included.</summary>
    /// <value>From 1 millisecond to 7 days; the default is 6 hours.</value>
    public TimeSpan DownloadTimeout { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Gets or sets how often a failed request is tried again.</summary>
    /// <value>From 0 to 100; the default is 5.</value>
    /// <remarks>A retry continues where the last attempt ended when the server supports that.</remarks>
    public int MaxRetries { get; set; } = 5;

    /// <summary>Gets or sets the pause before the first retry; each further pause is twice as long.</summary>
    /// <value>From 0 to 30 seconds; the default is 500 milliseconds. No pause exceeds 30 seconds.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets or sets how many redirects one request may follow.</summary>
    /// <value>From 0 to 20; the default is 5.</value>
    public int MaxRedirects { get; set; } = 5;

    /// <summary>Gets or sets whether downloads may connect to private, loopback and link-local addresses.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    /// <remarks>Addresses of cloud metadata services stay refused; see <see cref="AllowedPrivateHosts"/>.</remarks>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>Gets the names of hosts that may resolve to addresses that are otherwise refused.</summary>
    /// <value>Host names or IP addresses without a port; the default is none.</value>
    public IList<string> AllowedPrivateHosts { get; } = [];

    /// <summary>Gets or sets whether every download must name its digest as <c>#sha256=...</c>.</summary>
    /// <value>The default is <see langword="false"/>. Ignored for files and folders of the local disk.</value>
    /// <remarks>An <c>hf://</c> URI names a commit as its revision instead.</remarks>
    public bool RequireDigest { get; set; }

    /// <summary>Gets or sets whether the cached copy is used when the server cannot be asked.</summary>
    /// <value>The default is <see langword="false"/>: an unreachable server is an error.</value>
    public bool UseStaleOnError { get; set; }

    /// <summary>Gets the headers that are sent to a host, by <c>host</c> or <c>host:port</c>.</summary>
    /// <value>The default is none.</value>
    /// <remarks>
    /// KServe's <c>&lt;host&gt;-headers</c>. Never sent to another host, not even after a redirect. A configuration
    /// cannot hold keys with a colon: name the host alone there.
    /// </remarks>
    public IDictionary<string, IDictionary<string, string>> Headers { get; } =
        new Dictionary<string, IDictionary<string, string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets what <c>hf://</c> URIs mean.</summary>
    public HuggingFaceOptions HuggingFace { get; } = new();

    private static string DefaultCacheDirectory()
    {
        string local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);

        // Containers without a home folder have no such folder.
        return Path.Combine(local.Length > 0 ? local : Path.GetTempPath(), "kserve", "models");
    }
}
