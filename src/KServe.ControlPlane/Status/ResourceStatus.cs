namespace KServe.ControlPlane;

/// <summary>What became of a resource; immutable.</summary>
internal sealed record ResourceStatus(long ObservedGeneration, IReadOnlyList<Condition> Conditions)
{
    public const string Ready = "Ready";

    /// <summary>Gets what writes the rest of the status; it takes the host's URL, which may come late.</summary>
    public Func<string?, MappingNode> Details { get; init; } = static _ => MappingNode.Empty;

    /// <summary>Gets the generation whose revision serves; 0 for none.</summary>
    public long ServedGeneration { get; init; }

    /// <summary>Gets whether the work on the generation has ended, well or not.</summary>
    public bool IsSettled { get; init; } = true;

    public Condition? Find(string type) =>
        Conditions.FirstOrDefault(condition => string.Equals(condition.Type, type, StringComparison.Ordinal));

    /// <summary>Keeps the times of conditions that have not changed.</summary>
    public ResourceStatus Since(ResourceStatus? previous, DateTimeOffset now) => this with
    {
        Conditions =
        [
            .. Conditions.Select(condition => condition with
            {
                LastTransition = previous?.Find(condition.Type) is { } old && old.Status == condition.Status
                    ? old.LastTransition
                    : now,
            }),
        ],
    };
}
