namespace KServe.ModelMesh;

/// <summary>Configures many models in bounded memory, from code or from <c>KServe:ModelMesh</c>.</summary>
public sealed class ModelMeshOptions
{
    /// <summary>The configuration section that is bound.</summary>
    public const string SectionName = "KServe:ModelMesh";

    /// <summary>Gets or sets the bytes that loaded models may hold together.</summary>
    /// <value>More than zero. Default: half of the memory that the process may use.</value>
    public long Budget { get; set; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    /// <summary>Gets or sets how many models load at the same time.</summary>
    /// <value>From 1 to 1024. Default: the number of processors.</value>
    public int MaxConcurrentLoads { get; set; } = Environment.ProcessorCount;

    /// <summary>Gets or sets how many models may wait for their load to begin.</summary>
    /// <value>From 1 to 1000000. Default: 256. The next is refused at once, until one has begun.</value>
    public int MaxQueuedLoads { get; set; } = 256;

    /// <summary>Gets or sets how many requests may wait for loads, over all models.</summary>
    /// <value>From 1 to 1000000. Default: 4096. The next is refused at once.</value>
    public int MaxWaitingRequests { get; set; } = 4096;

    /// <summary>Gets or sets how many requests may wait for the load of one model.</summary>
    /// <value>From 1 to 1000000. Default: 256. The next is refused at once.</value>
    public int MaxWaitingRequestsPerModel { get; set; } = 256;

    /// <summary>Gets or sets how long a request may wait for a load.</summary>
    /// <value>More than zero. Default: 60 seconds.</value>
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets or sets how long a load may take before it is cancelled.</summary>
    /// <value>More than zero. Default: 90 seconds.</value>
    public TimeSpan LoadTimeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>Gets or sets how long the first failure of a load is remembered.</summary>
    /// <value>
    /// More than zero. Default: 10 seconds. Requests are answered by the error meanwhile; each further failure doubles
    /// the time, up to <see cref="MaxFailureExpiry"/>.
    /// </value>
    public TimeSpan FailureExpiry { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the longest time that a failure is remembered.</summary>
    /// <value>At least <see cref="FailureExpiry"/>. Default: 15 minutes, as ModelMesh.</value>
    public TimeSpan MaxFailureExpiry { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Gets or sets how long a model stays in memory at least, whatever waits.</summary>
    /// <value>Zero or more. Default: zero. A little keeps models called in turn from evicting each other.</value>
    public TimeSpan MinResidency { get; set; }

    /// <summary>Gets or sets after which time without a request a model leaves memory.</summary>
    /// <value>More than zero. Default: <see langword="null"/>, for never before the memory is needed.</value>
    public TimeSpan? IdleTimeout { get; set; }

    /// <summary>Gets or sets the bytes to expect of a model about which nothing is known.</summary>
    /// <value>More than zero. Default: 1 MiB.</value>
    public long DefaultModelSize { get; set; } = 1 << 20;

    /// <summary>Gets or sets how many bytes of memory to expect for each byte of a model's files.</summary>
    /// <value>
    /// From 0.1 to 100. Default: 1.25. Ignored for models whose runtime reports their size, and for guesses once such a
    /// model of the same format was loaded.
    /// </value>
    public double SizeFactor { get; set; } = 1.25;

    /// <summary>Gets or sets a folder whose sub-folders are models.</summary>
    /// <value>Default: none. Sub-folders that appear or disappear are noticed.</value>
    public string? Repository { get; set; }

    /// <summary>Gets or sets KServe's file of trained models, <c>models.json</c>.</summary>
    /// <value>
    /// The file, or the folder that it lies in, as the agent's <c>--config-dir</c>. Default: none. Changes are followed
    /// as by KServe's agent; the server is not ready before the loads of what it lists at the start have ended.
    /// </value>
    public string? ConfigFile { get; set; }

    /// <summary>Gets or sets how often <see cref="Repository"/> and <see cref="ConfigFile"/> are looked at.</summary>
    /// <value>More than zero. Default: 2 seconds.</value>
    public TimeSpan ScanInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets the models by name.</summary>
    public IDictionary<string, MeshModelOptions> Models { get; } =
        new Dictionary<string, MeshModelOptions>(StringComparer.Ordinal);

    /// <summary>Gets the names that stand for other models, ModelMesh's vmodels.</summary>
    public IDictionary<string, string> Aliases { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets the models to load at the start; the server is not ready before these loads have ended.</summary>
    public IList<string> Preload { get; } = [];

    internal Dictionary<string, Action<ModelBuilder>> Builders { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a model that code describes.</summary>
    /// <param name="name">The name that clients call; see <see cref="ModelNames"/>.</param>
    /// <param name="configure">Says who predicts, and sets options and parts; runs at each load.</param>
    /// <param name="size">The bytes that it is expected to need; left out for unknown.</param>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public void Add(string name, Action<ModelBuilder> configure, long? size = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        Models[name] = new MeshModelOptions { Size = size };
        Builders[name] = configure;
    }
}
