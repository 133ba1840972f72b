namespace KServe;

/// <summary>Where requests for a model go, as one immutable snapshot; only the schedule counts on.</summary>
internal sealed class ModelRoutes
{
    private readonly TrafficSchedule? _schedule;
    private readonly ulong[] _seeds;
    private readonly bool _hasMatches;

    /// <summary>Creates a table.</summary>
    /// <param name="stable">The versions of the stable track, highest first.</param>
    /// <param name="canaries">The tracks beside it.</param>
    /// <param name="stickyHeader">The header whose value decides, for all requests that have it.</param>
    /// <param name="before">The table that is replaced: where weights stay, the order of requests goes on.</param>
    public ModelRoutes(
        ModelVersion[] stable,
        Track[] canaries,
        string? stickyHeader = null,
        ModelRoutes? before = null)
    {
        Stable = stable;
        Canaries = canaries;
        StickyHeader = stickyHeader;
        _seeds = [StickyHash.Hash(Track.StableName), .. canaries.Select(static track => StickyHash.Hash(track.Name))];
        _hasMatches = canaries.Any(static track => track.Definition.Options.Matches.Count > 0);
        var taken = canaries.Sum(static track => track.Share);
        if (taken > 0)
        {
            int[] weights = [TrafficShare.All - taken, .. canaries.Select(static track => track.Share)];
            _schedule = before?._schedule is { } schedule && schedule.Weights.SequenceEqual(weights)
                ? schedule
                : new TrafficSchedule(weights);
        }
    }

    public ModelVersion[] Stable { get; }

    public Track[] Canaries { get; }

    public string? StickyHeader { get; }

    /// <summary>Gets the versions of all tracks, those of the stable one first.</summary>
    public IEnumerable<ModelVersion> All => Stable.Concat(Canaries.SelectMany(static track => track.Versions));

    public int StableShare => TrafficShare.All - Canaries.Sum(static track => track.Share);

    public Track? FindTrack(string name) =>
        Array.Find(Canaries, track => string.Equals(track.Name, name, StringComparison.Ordinal));

    public ModelRoutes WithStable(ModelVersion[] stable) => new(stable, Canaries, StickyHeader, this);

    public ModelRoutes WithCanaries(IEnumerable<Track> canaries) => new(Stable, [.. canaries], StickyHeader, this);

    /// <summary>Chooses the track of one request, 0 for the stable one.</summary>
    public int Choose(IReadOnlyDictionary<string, string>? headers)
    {
        if (headers is not null && _hasMatches && Match(headers) is var match and > 0)
        {
            return match;
        }

        if (_schedule is not { } schedule)
        {
            return 0;
        }

        return headers is not null && StickyHeader is { } header && headers.TryGetValue(header, out var key)
            ? StickyHash.Choose(key, _seeds, schedule.Weights)
            : schedule.Next();
    }

    /// <summary>Finds the revision of the chosen track, or of the stable one while that one is not ready.</summary>
    public ModelRevision? FindChosen(int track) =>
        (track == 0 ? null : Canaries[track - 1].FindRevision()) ?? Find(Stable, "");

    /// <summary>Finds the revision for a version, or the stable track's highest that is ready for none.</summary>
    public ModelRevision? Find(string version)
    {
        var revision = Find(Stable, version);
        for (var i = 0; revision is null && version.Length > 0 && i < Canaries.Length; i++)
        {
            revision = Find(Canaries[i].Versions, version);
        }

        return revision;
    }

    /// <summary>Finds the revision for a version, or the highest that is ready for none.</summary>
    public static ModelRevision? Find(ModelVersion[] versions, string version)
    {
        foreach (var candidate in versions)
        {
            if (candidate.Revision is { } revision
                && (version.Length == 0 || string.Equals(candidate.Version, version, StringComparison.Ordinal)))
            {
                return revision;
            }
        }

        return null;
    }

    private int Match(IReadOnlyDictionary<string, string> headers)
    {
        for (var i = 0; i < Canaries.Length; i++)
        {
            var matches = Canaries[i].Definition.Options.Matches;
            for (var j = 0; j < matches.Count; j++)
            {
                if (matches[j].Accepts(headers))
                {
                    return i + 1;
                }
            }
        }

        return 0;
    }
}
