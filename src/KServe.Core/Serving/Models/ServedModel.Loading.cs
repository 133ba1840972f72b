namespace KServe;

internal sealed partial class ServedModel
{
    private static ModelVersion NewLoading(string version)
    {
        var loading = new ModelVersion(version);
        loading.SetLoading();
        return loading;
    }

    private void ShowLoading(IReadOnlyList<ModelDefinition> loading)
    {
        lock (_routesLock)
        {
            if (_routes.Stable.Length == 0)
            {
                _routes = _routes.WithStable(
                    [.. loading.Select(static definition => NewLoading(definition.Options.Version ?? ""))]);
            }
        }
    }

    private async Task LoadAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            Want();
            var (plans, failure) = await PlanAllAsync(cancellationToken);
            if (plans.Count > 0)
            {
                Arrange(plans, keepOthers: failure is not null);
            }

            foreach (var plan in plans)
            {
                failure = await LoadVersionAsync(plan, cancellationToken) ?? failure;
            }

            failure = await LoadCanariesAsync(cancellationToken) ?? failure;
            if (failure is not null)
            {
                throw failure;
            }
        }
        catch (OperationCanceledException)
        {
            foreach (var version in _routes.All)
            {
                version.SetFailed("the load was cancelled");
            }

            throw;
        }
    }

    private async Task<(List<VersionPlan> Plans, InferenceException? Failure)> PlanAllAsync(
        CancellationToken cancellationToken)
    {
        InferenceException? failure = null;
        List<VersionPlan> plans = [];
        foreach (var definition in _definitions)
        {
            try
            {
                plans.AddRange(await _shared.Loader.PlanAsync(definition, cancellationToken));
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                failure = Fail(error, definition.Options.Version ?? "");
            }
        }

        return (plans, failure);
    }

    private async Task RedefineAsync(IReadOnlyList<ModelDefinition> next, CancellationToken cancellationToken)
    {
        ShowLoading(next);
        var stable = await BuildAsync(next, cancellationToken);
        List<Track> tracks = [];
        try
        {
            foreach (var canary in GetCanaries(next))
            {
                var taken = stable.Concat(tracks.SelectMany(static track => track.Versions));
                tracks.Add(WithController(await BuildTrackAsync(canary, taken, cancellationToken)));
            }
        }
        catch
        {
            await RetireAsync([.. stable, .. tracks.SelectMany(static track => track.Versions)]);
            throw;
        }

        SetPrevious();
        _definitions = next;
        _canaries = [.. tracks.Select(static track => track.Definition)];
        _isWanted = true;
        Publish(_ => new ModelRoutes(stable, [.. tracks], GetStickyHeader(next)));
    }

    /// <summary>Builds all versions of some definitions, or none of them.</summary>
    private async Task<ModelVersion[]> BuildAsync(
        IReadOnlyList<ModelDefinition> definitions,
        CancellationToken cancellationToken)
    {
        List<ModelVersion> built = [];
        try
        {
            foreach (var definition in definitions)
            {
                foreach (var plan in await _shared.Loader.PlanAsync(definition, cancellationToken))
                {
                    var version = NewLoading(plan.Version);
                    built.Add(version);
                    await BuildAsync(plan, version, cancellationToken);
                }
            }
        }
        catch (Exception error)
        {
            await RetireAsync(built);
            throw error is OperationCanceledException
                ? error
                : Fail(error, built.Count == 0 ? "" : built[^1].Version);
        }

        return Sort(built);
    }

    private async Task UnloadAllAsync(CancellationToken cancellationToken)
    {
        _isWanted = false;
        Publish(static routes => routes.WithCanaries([]));
        await Task.WhenAll(_routes.Stable.Select(version => version.UnloadAsync(cancellationToken)));
        await _left.WaitAsync(cancellationToken);
        RegistryLog.Unloaded(_shared.Logger, Name);
    }

    // Versions that are planned stay or appear; the others leave, and their revisions end with their last request.
    private void Arrange(List<VersionPlan> plans, bool keepOthers) => Publish(routes =>
    {
        List<ModelVersion> next = [];
        foreach (var plan in plans)
        {
            next.Add(Array.Find(routes.Stable, known => IsVersion(known, plan.Version)) ?? NewLoading(plan.Version));
        }

        if (keepOthers)
        {
            next.AddRange(routes.Stable.Except(next));
        }

        return routes.WithStable(Sort(next));
    });

    /// <summary>Replaces the routes by one write; versions that leave end with their last request.</summary>
    private void Publish(Func<ModelRoutes, ModelRoutes> change)
    {
        ModelRoutes old;
        ModelRoutes next;
        lock (_routesLock)
        {
            old = _routes;
            next = change(old);
            Watch(next);
            _routes = next;
        }

        ModelVersion[] gone = [.. old.All.Except(next.All)];
        if (gone.Length > 0)
        {
            var leaving = RetireAsync(gone);
            _left = _left.IsCompleted ? leaving : Task.WhenAll(_left, leaving);
        }

        EndControllers(old.Canaries.ExceptBy(GetControllers(next), static track => track.Controller));
        foreach (var controller in GetControllers(next).Except(GetControllers(old)))
        {
            controller?.Start();
        }
    }

    private async Task<InferenceException?> LoadVersionAsync(VersionPlan plan, CancellationToken cancellationToken)
    {
        var version = Array.Find(_routes.Stable, known => IsVersion(known, plan.Version))!;
        version.SetLoading();
        try
        {
            await BuildAsync(plan, version, cancellationToken);
            return null;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return Fail(error, plan.Version);
        }
    }

    private async Task BuildAsync(VersionPlan plan, ModelVersion version, CancellationToken cancellationToken)
    {
        var revision = await _shared.Loader.CreateAsync(plan, version, cancellationToken);
        revision.Number = ++_lastNumber;
        version.Swap(revision);
        RegistryLog.Loaded(_shared.Logger, Name, plan.Version);
    }

    private InferenceException Fail(Exception error, string version)
    {
        RegistryLog.LoadFailed(_shared.Logger, error, Name, version.Length == 0 ? "(not known yet)" : version);
        var failure = error as InferenceException ?? new InferenceException(
            InferenceErrorCode.Internal, $"Model with name {Name} failed to load; the server's log says why.", error);
        Array.Find(_routes.Stable, known => IsVersion(known, version))?.SetFailed(failure.Message);
        return failure;
    }

    private static ModelVersion[] Sort(List<ModelVersion> versions)
    {
        versions.Sort(static (left, right) => ModelNames.CompareVersions(right.Version, left.Version));
        return [.. versions];
    }

    private static Task RetireAsync(IReadOnlyCollection<ModelVersion> versions) =>
        Task.WhenAll(versions.Select(static version => version.RetireAsync()));
}
