namespace KServe;

/// <summary>Describes a model that need not be in memory all the time; immutable.</summary>
/// <param name="Name">The name that clients call; see <see cref="ModelNames"/>.</param>
/// <param name="Uri">A path or a URI of a registered storage provider.</param>
public sealed record OnDemandModel(string Name, string Uri)
{
    /// <summary>Gets the model format, like <c>sklearn</c>.</summary>
    /// <value>When left out, found by looking at the files.</value>
    public string? Format { get; init; }

    /// <summary>Gets the memory that the model needs.</summary>
    /// <value>A quantity of Kubernetes like <c>100Mi</c>. When left out, estimated.</value>
    public string? Memory { get; init; }

    /// <summary>Gets what the model belongs to, with others that share its memory.</summary>
    /// <value>Default: empty, nothing.</value>
    public string Group { get; init; } = "";

    /// <summary>Gets the memory that all models of the group may name together.</summary>
    /// <value>A quantity of Kubernetes like <c>2Gi</c>. Default: none, no bound.</value>
    public string? GroupMemory { get; init; }
}
