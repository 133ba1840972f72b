namespace KServe;

/// <summary>A canary that is loaded: its versions and its share of the traffic, as one immutable snapshot.</summary>
internal sealed record Track(TrackDefinition Definition, ModelVersion[] Versions, RevisionTap Tap)
{
    /// <summary>The name of the track that has no definition of its own but the model's.</summary>
    public const string StableName = "stable";

    public string Name => Definition.Name;

    /// <summary>Gets the share of requests, in hundredths of a percent.</summary>
    public int Share { get; init; }

    /// <summary>Gets what copies requests of the stable track to this one.</summary>
    public ShadowMirror? Mirror { get; init; }

    /// <summary>Gets what changes the share by itself.</summary>
    public RolloutController? Controller { get; init; }

    /// <summary>Finds the revision that answers: the highest that is ready.</summary>
    public ModelRevision? FindRevision() => ModelRoutes.Find(Versions, "");
}
