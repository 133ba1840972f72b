using System.Globalization;

namespace KServe;

internal sealed partial class ServedModel
{
    private static TrackDefinition[] GetCanaries(IReadOnlyList<ModelDefinition> definitions) =>
        [.. definitions.SelectMany(static definition => definition.Canaries)];

    private static string? GetStickyHeader(IReadOnlyList<ModelDefinition> definitions) =>
        definitions.Select(static definition => definition.Options.StickyHeader).FirstOrDefault(
            static header => header is not null);

    private static int GetShare(TrackDefinition canary) =>
        canary.Options.Rollout is { Enabled: true } ? 0 : TrafficShare.FromPercent(canary.Options.TrafficPercent);

    private static IEnumerable<RolloutController?> GetControllers(ModelRoutes routes) =>
        routes.Canaries.Select(static track => track.Controller);

    private static void EndControllers(IEnumerable<Track> tracks)
    {
        foreach (var track in tracks)
        {
            track.Controller?.Dispose();
        }
    }

    // A made-up version must not hide the stable track's: it gets the next number instead.
    private static string NextVersion(IEnumerable<ModelVersion> taken)
    {
        var highest = 0L;
        foreach (var version in taken)
        {
            if (long.TryParse(version.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                highest = Math.Max(highest, number);
            }
        }

        return (highest + 1).ToString(CultureInfo.InvariantCulture);
    }

    private async Task<Track> BuildTrackAsync(
        TrackDefinition canary,
        IEnumerable<ModelVersion> taken,
        CancellationToken cancellationToken)
    {
        var known = canary.Model.DefaultVersion is null
            ? canary with { Model = canary.Model with { DefaultVersion = NextVersion(taken) } }
            : canary;
        var tap = new RevisionTap(_shared.Time);
        var versions = await BuildAsync([known.Model], cancellationToken);
        return new Track(known, versions, tap)
        {
            Share = GetShare(known),
            Mirror = known.Options.Shadow is { } shadow ? NewMirror(known.Name, shadow) : null,
        };
    }

    private ShadowMirror NewMirror(string track, ShadowOptions options) =>
        new(Name, track, options, () => _routes.FindTrack(track)?.FindRevision(), _shared);

    private Track WithController(Track track) => track.Definition.Options.Rollout is { Enabled: true } rollout
        ? track with { Controller = new RolloutController(this, track.Name, rollout, _shared.Time) }
        : track;

    private async Task<InferenceException?> LoadCanariesAsync(CancellationToken cancellationToken)
    {
        InferenceException? failure = null;
        foreach (var canary in _canaries)
        {
            try
            {
                var taken = _routes.Stable.Concat(_routes.Canaries
                    .Where(track => !IsTrack(track, canary.Name))
                    .SelectMany(static track => track.Versions));
                var fresh = await BuildTrackAsync(canary, taken, cancellationToken);

                // A reload is none of the traffic's business: shares, steps and counts go on.
                PublishCanary(_routes.FindTrack(canary.Name) is { } old
                    ? old with { Definition = fresh.Definition, Versions = fresh.Versions }
                    : WithController(fresh));
            }
            catch (InferenceException error)
            {
                failure = error;
            }
        }

        return failure;
    }

    private void PublishCanary(Track track)
    {
        Publish(routes => new ModelRoutes(
            routes.Stable,
            [.. routes.Canaries.Where(other => !IsTrack(other, track.Name)), track],
            routes.StickyHeader ?? GetStickyHeader(_definitions),
            routes));
        _canaries = [.. _canaries.Where(known => !IsName(known.Name, track.Name)), track.Definition];
    }

    private void SetShares(Dictionary<string, int> shares)
    {
        lock (_routesLock)
        {
            _ = shares.Keys.Select(RequireTrack).ToList();
            var next = WithShares(shares);
            RequireShares(next);
            _routes = _routes.WithCanaries(next);
        }
    }

    private Track[] WithShares(Dictionary<string, int> shares) =>
    [
        .. _routes.Canaries.Select(track =>
            shares.TryGetValue(track.Name, out var share) ? track with { Share = share } : track),
    ];

    // Held by the lock of the routes.
    private void Watch(ModelRoutes next)
    {
        var isWatched = next.Canaries.Length > 0;
        _stableTap.Mirrors = [.. next.Canaries.Select(static track => track.Mirror).OfType<ShadowMirror>()];
        _stableTap.Window = isWatched ? _stableTap.Window ?? NewWindow() : null;
        foreach (var version in next.Stable)
        {
            version.Watch(isWatched ? _stableTap : null);
        }

        foreach (var track in next.Canaries)
        {
            track.Tap.Window ??= NewWindow();
            Array.ForEach(track.Versions, version => version.Watch(track.Tap));
        }

        if (isWatched)
        {
            _shared.Metrics.Add(this);
        }
        else
        {
            _shared.Metrics.Remove(this);
        }
    }

    private TrafficWindow NewWindow() => new(TimeSpan.FromMinutes(1), _shared.Time);
}
