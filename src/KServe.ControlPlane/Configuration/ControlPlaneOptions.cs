namespace KServe.ControlPlane;

/// <summary>Configures where resources come from, from code or from <c>KServe:ControlPlane</c>.</summary>
/// <remarks>Read once at start; not safe for changes while the host runs.</remarks>
public sealed class ControlPlaneOptions
{
    /// <summary>The configuration section that is bound.</summary>
    public const string SectionName = "KServe:ControlPlane";

    /// <summary>Gets the files and folders that hold resources and are watched.</summary>
    /// <value>
    /// Paths of <c>.yaml</c>, <c>.yml</c> and <c>.json</c> files, or of folders with such; default none. Sub-folders
    /// count, names that begin with a dot do not.
    /// </value>
    public IList<string> Paths { get; } = [];

    /// <summary>Gets or sets the namespace of resources that name none.</summary>
    /// <value>Default: <c>default</c>.</value>
    public string DefaultNamespace { get; set; } = "default";

    /// <summary>Gets what beginnings of storage URIs stand for on this host.</summary>
    /// <value>
    /// Pairs like <c>gs://bucket/</c> and <c>/models/bucket/</c>; default none. The longest beginning that fits wins.
    /// A <c>storage</c> section without a type reads as <c>storage://key/path</c>.
    /// </value>
    public IDictionary<string, string> StorageMap { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets or sets how often the paths are read even when the file system tells of no change.</summary>
    /// <value>More than zero. Default: 30 seconds.</value>
    public TimeSpan RescanInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets for how long files must be at rest before they are read.</summary>
    /// <value>From zero to one minute. Default: 200 milliseconds.</value>
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Gets or sets how many resources change at the same time.</summary>
    /// <value>From 1 to 1024. Default: the number of processors.</value>
    public int MaxParallelChanges { get; set; } = Environment.ProcessorCount;

    /// <summary>Gets or sets how many resources the host takes.</summary>
    /// <value>From 1 to 1000000. Default: 10000.</value>
    public int MaxResources { get; set; } = 10_000;

    /// <summary>Gets or sets whether the host starts although a file is broken.</summary>
    /// <value>
    /// Default: <see langword="false"/>, the start fails and says all that is wrong. A file that breaks later never
    /// stops the host: what it held before goes on.
    /// </value>
    public bool StartWithBrokenFiles { get; set; }

    /// <summary>Gets or sets the URL under which clients reach this host, for the status of resources.</summary>
    /// <value>Default: <see langword="null"/>, the first address that the host listens on.</value>
    public string? BaseUrl { get; set; }

    /// <summary>Gets where the containers of a cluster run that are servers elsewhere, by image or name.</summary>
    /// <value>
    /// Pairs like <c>nvcr.io/nvidia/tritonserver</c> and <c>grpc://triton:8001</c>; default none. An image counts with
    /// and without its tag. Addresses may hold <c>{{.Name}}</c> and <c>{{.Namespace}}</c> of the service.
    /// </value>
    public IDictionary<string, string> RemoteContainers { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets or sets the folder below which loggers of resources may write files.</summary>
    /// <value>Default: <see langword="null"/>; loggers with <c>file://</c> are reported and write nothing.</value>
    public string? LogFolder { get; set; }

    /// <summary>Gets or sets the folder that keeps what came over the API, and what has been rolled out.</summary>
    /// <value>
    /// Default: <see langword="null"/>; resources of the API end with the host. The folder is created, and is this
    /// process's own: two hosts must not share one.
    /// </value>
    public string? StateFolder { get; set; }

    /// <summary>Gets or sets how many bytes the state folder may hold.</summary>
    /// <value>From 64 KiB to 64 GiB. Default: 256 MiB. A change that would exceed it is refused.</value>
    public long MaxStateBytes { get; set; } = 256L << 20;
}
