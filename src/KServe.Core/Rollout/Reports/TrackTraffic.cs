namespace KServe;

/// <summary>Tells the traffic of one track of a model, and what the track has answered.</summary>
/// <param name="Track">The track; <c>stable</c> for the model's own definition.</param>
/// <param name="Revision">The name of the revision that answers; empty while there is none.</param>
/// <param name="Version">The version of that revision; empty while there is none.</param>
/// <param name="Percent">The share of requests.</param>
public sealed record TrackTraffic(string Track, string Revision, string Version, double Percent)
{
    /// <summary>Gets whether the traffic rises by itself.</summary>
    public RolloutState State { get; init; }

    /// <summary>Gets the current step, from 1; 0 when there are no steps.</summary>
    public int Step { get; init; }

    /// <summary>Gets the number of steps.</summary>
    public int StepCount { get; init; }

    /// <summary>Gets the requests of the window, while the model has canaries.</summary>
    public long Requests { get; init; }

    /// <summary>Gets how many of those failed by the server's fault.</summary>
    public long Failures { get; init; }

    /// <summary>Gets the 95th percentile of the latencies of the window.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Gets what mirroring has shown; <see langword="null"/> for tracks that get no copies.</summary>
    public ShadowTraffic? Shadow { get; init; }
}
