namespace KServe;

internal sealed partial class ServedModel : IRolloutTarget
{
    private volatile IReadOnlyList<TrackDefinition> _canaries;
    private volatile RolloutOutcome? _lastOutcome;
    private IReadOnlyList<ModelDefinition> _previous = [];
    private string _previousRevision = "";

    // Changed by whoever holds the gate.
    private int _lastNumber;

    /// <summary>Builds a canary beside what serves and gives it its traffic when it is ready.</summary>
    /// <exception cref="InferenceException">There is no stable revision, or the canary failed to load.</exception>
    public Task<bool> StartCanaryAsync(TrackDefinition canary, CancellationToken cancellationToken) => ChangeAsync(
        async token =>
        {
            RequireStable();
            var others = _routes.Canaries.Where(track => !IsTrack(track, canary.Name)).ToList();
            RequireShares(others.Sum(static track => track.Share) + GetShare(canary));
            var taken = _routes.Stable.Concat(others.SelectMany(static track => track.Versions));
            PublishCanary(WithController(await BuildTrackAsync(canary, taken, token)));
        },
        ModelChangeKind.TrafficChanged,
        cancellationToken);

    /// <summary>Changes shares at once, without waiting for a load that runs.</summary>
    /// <exception cref="InferenceException">A track does not exist, or the shares exceed the traffic.</exception>
    public void SetTraffic(IReadOnlyDictionary<string, double> percents)
    {
        var shares = percents.ToDictionary(
            static share => share.Key, static share => TrafficShare.FromPercent(share.Value), StringComparer.Ordinal);
        RequireShares(WithShares(shares));
        EndControllers(shares.Keys.Select(RequireTrack));
        SetShares(shares);
        foreach (var (name, percent) in percents)
        {
            RolloutLog.TrafficSet(_shared.Logger, Name, name, percent);
        }

        _changed(this, ModelChangeKind.TrafficChanged);
    }

    /// <summary>Makes a canary the stable track by one write; all other canaries end.</summary>
    /// <exception cref="InferenceException">There is no such canary, or it is not ready.</exception>
    public Task<bool> PromoteAsync(string name, CancellationToken cancellationToken) => ChangeAsync(
        _ =>
        {
            var track = RequireTrack(name);
            if (track.FindRevision() is null)
            {
                throw Conflict($"The canary of model {Name} is not ready.");
            }

            SetPrevious();
            _definitions = [track.Definition.Model];
            _canaries = [];
            Publish(routes => new ModelRoutes(track.Versions, [], routes.StickyHeader));
            End(name, isPromoted: true, "");
            return Task.CompletedTask;
        },
        ModelChangeKind.Promoted,
        cancellationToken);

    /// <summary>Ends one canary, or all; its requests go to the stable track.</summary>
    /// <exception cref="InferenceException">There is no such canary.</exception>
    public Task<bool> EndCanariesAsync(string? name, string reason, CancellationToken cancellationToken)
    {
        // Traffic first: a load that runs must not keep a bad canary answering.
        Track[] ending = [.. _routes.Canaries.Where(track => name is null || IsTrack(track, name))];
        EndControllers(ending);
        SetShares(ending.ToDictionary(static track => track.Name, static _ => 0, StringComparer.Ordinal));
        return ChangeAsync(
            _ =>
            {
                string[] ended = name is null
                    ? [.. _routes.Canaries.Select(static track => track.Name)]
                    : [RequireTrack(name).Name];
                _canaries = [.. _canaries.Where(known => !ended.Contains(known.Name, StringComparer.Ordinal))];
                Publish(routes => routes.WithCanaries(
                    routes.Canaries.Where(track => !ended.Contains(track.Name, StringComparer.Ordinal))));
                Array.ForEach(ended, track => End(track, isPromoted: false, reason));
                return Task.CompletedTask;
            },
            ModelChangeKind.RolledBack,
            cancellationToken);
    }

    /// <summary>Builds what was stable before anew and swaps to it when it is ready.</summary>
    /// <exception cref="InferenceException">There is nothing to go back to, or it failed to load.</exception>
    public Task<bool> RestorePreviousAsync(CancellationToken cancellationToken) => ChangeAsync(
        token => _previous.Count > 0
            ? RedefineAsync(_previous, token)
            : throw Conflict($"Model with name {Name} has no revision to go back to."),
        ModelChangeKind.RolledBack,
        cancellationToken);

    public ModelTraffic GetTraffic()
    {
        var routes = _routes;
        return new ModelTraffic(Name, TrackReport.Create(routes, _stableTap))
        {
            PreviousRevision = _previousRevision,
            LastOutcome = _lastOutcome,
        };
    }

    (TrafficSample Canary, TrafficSample Stable) IRolloutTarget.Read(string track, double quantile) => (
        _routes.FindTrack(track)?.Tap.Window?.Read(quantile) ?? default,
        _stableTap.Window?.Read(quantile) ?? default);

    void IRolloutTarget.Step(string track, int share, TimeSpan window)
    {
        try
        {
            SetShares(new Dictionary<string, int>(StringComparer.Ordinal) { [track] = share });
        }
        catch (InferenceException error)
        {
            // Other canaries have too much of the traffic: this one keeps what it has.
            RolloutLog.ChangeFailed(_shared.Logger, error, Name, track, "take its next step");
            return;
        }

        foreach (var tap in (RevisionTap?[])[_stableTap, _routes.FindTrack(track)?.Tap])
        {
            _ = tap?.Window = new TrafficWindow(window, _shared.Time);
        }

        RolloutLog.TrafficSet(_shared.Logger, Name, track, TrafficShare.ToPercent(share));
        _shared.Metrics.Count(Name, track, "step");
        _changed(this, ModelChangeKind.TrafficChanged);
    }

    void IRolloutTarget.Promote(string track) =>
        _ = RunAsync(track, "promote", () => PromoteAsync(track, CancellationToken.None));

    void IRolloutTarget.RollBack(string track, string reason) =>
        _ = RunAsync(track, "roll back", () => EndCanariesAsync(track, reason, CancellationToken.None));

    private static bool IsTrack(Track track, string name) => IsName(track.Name, name);

    private static bool IsName(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);

    private static void RequireShares(IEnumerable<Track> canaries) =>
        RequireShares(canaries.Sum(static track => track.Share));

    private static void RequireShares(int total)
    {
        if (total > TrafficShare.All)
        {
            throw InferenceException.InvalidArgument(
                "The traffic of all canaries must add up to at most 100 percent.");
        }
    }

    private static InferenceException Conflict(string message) => new(InferenceErrorCode.Conflict, message);

    private Track RequireTrack(string name) => _routes.FindTrack(name)
        ?? throw InferenceException.NotFound($"Model with name {Name} has no such canary.");

    private void RequireStable()
    {
        if (_routes.Find("") is null)
        {
            throw Conflict($"Model with name {Name} has no stable revision that is ready.");
        }
    }

    private void SetPrevious()
    {
        if (_routes.Find("") is { } revision)
        {
            _previous = [.. _definitions.Select(static definition => definition with { Canaries = [] })];
            _previousRevision = revision.Name;
        }
    }

    private void End(string track, bool isPromoted, string reason)
    {
        _lastOutcome = new RolloutOutcome(track, isPromoted, reason, _shared.Time.GetUtcNow());
        _shared.Metrics.Count(Name, track, isPromoted ? "promoted" : "rolled_back");
        if (isPromoted)
        {
            RolloutLog.Promoted(_shared.Logger, Name, track);
        }
        else
        {
            RolloutLog.RolledBack(_shared.Logger, Name, track, reason);
        }
    }

    private async Task RunAsync(string track, string action, Func<Task> change)
    {
        try
        {
            await Task.Run(change);
        }
        catch (Exception error)
        {
            RolloutLog.ChangeFailed(_shared.Logger, error, Name, track, action);
        }
    }
}
