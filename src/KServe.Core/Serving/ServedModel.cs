using Microsoft.Extensions.Logging;

namespace KServe;

/// <summary>One name that clients call: its versions, and the changes of them one after the other.</summary>
/// <remarks>
/// Changes return <see langword="false"/> when the model was removed before their turn: the name is free or another's.
/// </remarks>
internal sealed class ServedModel(
    string name,
    IReadOnlyList<ModelDefinition> definitions,
    RevisionFactory factory,
    ILogger logger,
    Action<ServedModel, ModelChangeKind> changed) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    // Highest version first; replaced as a whole.
    private volatile ModelVersion[] _versions = [];
    private volatile IReadOnlyList<ModelDefinition> _definitions = definitions;
    private volatile bool _isWanted;
    private volatile bool _isRemoved;

    // What versions that have left the model still hold.
    private Task _left = Task.CompletedTask;

    public string Name => name;

    /// <summary>Gets whether the model is meant to be loaded, so that the server is not ready without it.</summary>
    public bool IsWanted => _isWanted;

    /// <summary>Gets whether clients must no longer find the model.</summary>
    public bool IsRemoved => _isRemoved;

    public IReadOnlyList<ModelVersion> Versions => _versions;

    /// <summary>Finds the revision for a version, or the highest that is ready for none.</summary>
    public ModelRevision? Find(string version)
    {
        foreach (var candidate in _versions)
        {
            if (candidate.Revision is { } revision
                && (version.Length == 0 || string.Equals(candidate.Version, version, StringComparison.Ordinal)))
            {
                return revision;
            }
        }

        return null;
    }

    public bool HasVersion(string version) =>
        version.Length == 0 || Find(_versions, version) is not null;

    /// <summary>Says that the model is going to be loaded, before the load begins.</summary>
    public void Want()
    {
        _isWanted = true;
        ShowLoading(_definitions);
    }

    /// <summary>Loads all versions; those that serve go on until their successor is ready.</summary>
    /// <exception cref="InferenceException">At least one version failed; the others are loaded.</exception>
    public Task<bool> LoadAsync(CancellationToken cancellationToken) =>
        ChangeAsync(LoadAllAsync, ModelChangeKind.Loaded, cancellationToken);

    /// <summary>Builds what the definitions say beside what serves, and swaps when all of it is ready.</summary>
    /// <exception cref="InferenceException">A version failed; everything is as it was.</exception>
    public Task<bool> DefineAsync(IReadOnlyList<ModelDefinition> next, CancellationToken cancellationToken) =>
        ChangeAsync(token => RedefineAsync(next, token), ModelChangeKind.Defined, cancellationToken);

    public Task<bool> UnloadAsync(CancellationToken cancellationToken) =>
        ChangeAsync(UnloadAllAsync, ModelChangeKind.Unloaded, cancellationToken);

    /// <summary>Ends the model for good; once begun, it goes on without the caller.</summary>
    public async Task<bool> RemoveAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        if (_isRemoved)
        {
            _gate.Release();
            return false;
        }

        await RemoveAllAsync().WaitAsync(cancellationToken);
        return true;
    }

    public void Dispose() => _gate.Dispose();

    private static ModelVersion NewLoading(string version)
    {
        var loading = new ModelVersion(version);
        loading.SetLoading();
        return loading;
    }

    private async Task<bool> ChangeAsync(
        Func<CancellationToken, Task> change,
        ModelChangeKind kind,
        CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_isRemoved)
            {
                return false;
            }

            await change(cancellationToken);
            changed(this, kind);
            return true;
        }
        catch
        {
            changed(this, ModelChangeKind.Failed);
            ForgetUndefined();
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    // A model that never had a definition which worked does not exist.
    private void ForgetUndefined()
    {
        if (_definitions.Count == 0)
        {
            _isRemoved = true;
            changed(this, ModelChangeKind.Removed);
        }
    }

    private void ShowLoading(IReadOnlyList<ModelDefinition> loading)
    {
        if (_versions.Length == 0)
        {
            _versions = [.. loading.Select(static definition => NewLoading(definition.Options.Version ?? ""))];
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

            if (failure is not null)
            {
                throw failure;
            }
        }
        catch (OperationCanceledException)
        {
            foreach (var version in _versions)
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
                plans.AddRange(await factory.PlanAsync(definition, cancellationToken));
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
        List<ModelVersion> built = [];
        try
        {
            foreach (var definition in next)
            {
                foreach (var plan in await factory.PlanAsync(definition, cancellationToken))
                {
                    var version = NewLoading(plan.Version);
                    built.Add(version);
                    version.Swap(await factory.CreateAsync(plan, version, cancellationToken));
                }
            }
        }
        catch (Exception error)
        {
            await Task.WhenAll(built.Select(static version => version.RetireAsync()));
            throw error is OperationCanceledException
                ? error
                : Fail(error, built.Count == 0 ? "" : built[^1].Version);
        }

        _definitions = next;
        _isWanted = true;
        Replace(built);
        foreach (var version in built)
        {
            RegistryLog.Loaded(logger, name, version.Version);
        }
    }

    private async Task UnloadAllAsync(CancellationToken cancellationToken)
    {
        _isWanted = false;
        await Task.WhenAll(_versions.Select(version => version.UnloadAsync(cancellationToken)));
        await _left.WaitAsync(cancellationToken);
        RegistryLog.Unloaded(logger, name);
    }

    private async Task RemoveAllAsync()
    {
        try
        {
            _isRemoved = true;
            await UnloadAllAsync(CancellationToken.None);
            changed(this, ModelChangeKind.Removed);
        }
        finally
        {
            _gate.Release();
        }
    }

    // Versions that are planned stay or appear; the others leave, and their revisions end with their last request.
    private void Arrange(List<VersionPlan> plans, bool keepOthers)
    {
        var old = _versions;
        List<ModelVersion> next = [];
        foreach (var plan in plans)
        {
            next.Add(Find(old, plan.Version) ?? NewLoading(plan.Version));
        }

        foreach (var version in old)
        {
            if (!next.Contains(version) && keepOthers)
            {
                next.Add(version);
            }
        }

        Replace(next);
    }

    private void Replace(List<ModelVersion> next)
    {
        var old = _versions;
        next.Sort(static (left, right) => ModelNames.CompareVersions(right.Version, left.Version));
        _versions = [.. next];
        foreach (var version in old)
        {
            if (!next.Contains(version))
            {
                _left = _left.IsCompleted ? version.RetireAsync() : Task.WhenAll(_left, version.RetireAsync());
            }
        }
    }

    private async Task<InferenceException?> LoadVersionAsync(VersionPlan plan, CancellationToken cancellationToken)
    {
        var version = Find(_versions, plan.Version)!;
        version.SetLoading();
        try
        {
            version.Swap(await factory.CreateAsync(plan, version, cancellationToken));
            RegistryLog.Loaded(logger, name, plan.Version);
            return null;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return Fail(error, plan.Version);
        }
    }

    private InferenceException Fail(Exception error, string version)
    {
        RegistryLog.LoadFailed(logger, error, name, version.Length == 0 ? "(not known yet)" : version);
        var failure = error as InferenceException ?? new InferenceException(
            InferenceErrorCode.Internal, $"Model with name {name} failed to load; the server's log says why.", error);
        Find(_versions, version)?.SetFailed(failure.Message);
        return failure;
    }

    private static ModelVersion? Find(ModelVersion[] versions, string version) =>
        Array.Find(versions, known => string.Equals(known.Version, version, StringComparison.Ordinal));
}
