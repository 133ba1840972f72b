namespace KServe;

/// <summary>Says what goes on in the tracks of a model.</summary>
internal static class TrackReport
{
    private const double Quantile = 0.95;

    public static IReadOnlyList<TrackTraffic> Create(ModelRoutes routes, RevisionTap stable) =>
    [
        Create(Track.StableName, routes.Find(""), routes.StableShare, stable),
        .. routes.Canaries.Select(Create),
    ];

    private static TrackTraffic Create(Track track)
    {
        var progress = track.Controller?.Progress ?? default;
        return Create(track.Name, track.FindRevision(), track.Share, track.Tap) with
        {
            State = track.Controller is { IsRunning: true } ? RolloutState.Progressing : RolloutState.Steady,
            Step = track.Controller is null ? 0 : progress.Step + 1,
            StepCount = progress.Count,
            Shadow = track.Mirror is { } mirror ? Create(mirror.Counts) : null,
        };
    }

    private static TrackTraffic Create(string name, ModelRevision? revision, int share, RevisionTap tap)
    {
        var sample = tap.Window?.Read(Quantile) ?? default;
        return new TrackTraffic(
            name, revision?.Name ?? "", revision?.Version ?? "", TrafficShare.ToPercent(share))
        {
            Requests = sample.Requests,
            Failures = sample.Failures,
            Latency = sample.Latency,
        };
    }

    private static ShadowTraffic Create(ShadowCounts counts) => new(
        counts[ShadowResult.Agreed],
        counts[ShadowResult.Differed],
        counts[ShadowResult.Failed],
        counts[ShadowResult.StableFailed],
        counts[ShadowResult.BothFailed],
        counts[ShadowResult.NotCompared],
        counts[ShadowResult.Dropped]);
}
