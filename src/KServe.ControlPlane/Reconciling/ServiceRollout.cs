namespace KServe.ControlPlane;

/// <summary>What of a service is rolled out to all requests, and what to a share of them; immutable.</summary>
/// <param name="ModelName">The model.</param>
/// <param name="Stable">What the predictor said when it was rolled out, but for its share.</param>
/// <param name="StableGeneration">The generation that was rolled out.</param>
internal sealed record ServiceRollout(string ModelName, string Stable, long StableGeneration)
{
    /// <summary>The name of the track that a newer predictor has until it is rolled out.</summary>
    public const string Track = "latest";

    /// <summary>Gets what the predictor says that has a share; <see langword="null"/> for none.</summary>
    public string? Canary { get; init; }

    /// <summary>Gets the generation that has a share; 0 for none.</summary>
    public long CanaryGeneration { get; init; }

    /// <summary>Gets the share, in percent.</summary>
    public long Percent { get; init; }

    /// <summary>Gets the generation that was rolled out before; 0 for none.</summary>
    public long PreviousGeneration { get; init; }

    /// <summary>Gets the named canaries that are beside it, by name.</summary>
    public IReadOnlyDictionary<string, CanaryPlan> Named { get; init; } =
        new Dictionary<string, CanaryPlan>(StringComparer.Ordinal);

    /// <summary>Writes what a service says, but for the share of its predictor and its named canaries.</summary>
    public static string ContentOf(Resource service)
    {
        var spec = Without((MappingNode)service.Spec.Node!, "canary");
        var predictor = (MappingNode)spec.Find("predictor")!;
        return NodeYaml.Write(spec.With("predictor", Without(predictor, "canaryTrafficPercent")));
    }

    private static MappingNode Without(MappingNode mapping, string key) =>
        new(default, [.. mapping.Entries.Where(entry => entry.Key != key)]);
}
