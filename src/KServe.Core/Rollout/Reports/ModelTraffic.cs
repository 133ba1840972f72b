namespace KServe;

/// <summary>Tells the traffic of a model's tracks.</summary>
/// <param name="ModelName">The model.</param>
/// <param name="Tracks">The stable track, then the canaries.</param>
public sealed record ModelTraffic(string ModelName, IReadOnlyList<TrackTraffic> Tracks)
{
    /// <summary>Gets the revision that a rollback without canaries goes back to; empty for none.</summary>
    public string PreviousRevision { get; init; } = "";

    /// <summary>Gets how the last rollout ended; <see langword="null"/> when none has.</summary>
    public RolloutOutcome? LastOutcome { get; init; }
}
