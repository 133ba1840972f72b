namespace KServe;

/// <summary>Configures the server, from code or from the section <c>KServe</c>.</summary>
public sealed class KServeOptions
{
    /// <summary>The configuration section that is bound.</summary>
    public const string SectionName = "KServe";

    /// <summary>Gets or sets the server's name in its metadata.</summary>
    /// <value>Default: <c>kserve</c>.</value>
    public string ServerName { get; set; } = "kserve";

    /// <summary>Gets the models by name.</summary>
    public IDictionary<string, ModelOptions> Models { get; } =
        new Dictionary<string, ModelOptions>(StringComparer.Ordinal);

    /// <summary>Gets or sets a folder whose sub-folders are models that clients may load by name.</summary>
    /// <value>Default: none.</value>
    public string? ModelRepository { get; set; }

    /// <summary>Gets or sets how many models load at the same time at the start.</summary>
    /// <value>From 1 to 1024. Default: the number of processors.</value>
    public int MaxParallelLoads { get; set; } = Environment.ProcessorCount;

    /// <summary>Gets or sets how much memory all models may have, in bytes.</summary>
    /// <value>
    /// More than zero. Default: no limit. A load that would exceed it is refused with 503 and what is loaded goes on; a
    /// reload needs room for the old and the new revision.
    /// </value>
    public long? ModelMemoryLimit { get; set; }

    /// <summary>Gets or sets how long the server still takes requests, not ready, when told to stop.</summary>
    /// <value>Zero or more. Default: zero. Behind a load balancer: as long as that takes to notice.</value>
    public TimeSpan DrainDelay { get; set; }

    /// <summary>Gets which headers of requests go on to other servers.</summary>
    public HeaderPropagationOptions Propagation { get; } = new();

    internal List<ModelDefinition> Definitions { get; } = [];

    /// <summary>Adds a model that code describes.</summary>
    /// <remarks>For packages whose models are known once the configuration is; applications use the builder.</remarks>
    /// <param name="name">The name that clients call; see <see cref="ModelNames"/>.</param>
    /// <param name="configure">Says where it lies or who predicts, and sets its options and parts.</param>
    public void AddModel(string name, Action<ModelBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        var model = new ModelBuilder();
        configure(model);
        Definitions.Add(model.Build(name));
    }

    /// <summary>Enumerates the options of all models, of those from code first, by name.</summary>
    /// <returns>The names and options; a name comes once for each of its versions.</returns>
    public IEnumerable<KeyValuePair<string, ModelOptions>> GetModelOptions() =>
        ModelDefinition.All(this).Select(static definition => KeyValuePair.Create(definition.Name, definition.Options));

    /// <summary>Enumerates what is known of all models, of those from code first, by name.</summary>
    /// <returns>The descriptions; a name comes once for each of its versions.</returns>
    public IEnumerable<ModelDescription> DescribeModels() =>
        ModelDefinition.All(this).Select(static definition => definition.Describe());
}
