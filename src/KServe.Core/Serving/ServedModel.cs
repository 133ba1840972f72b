using Microsoft.Extensions.Logging;

namespace KServe;

/// <summary>One name that clients call: its versions, and the loads and unloads of them one after the other.</summary>
internal sealed class ServedModel(
    string name,
    IReadOnlyList<ModelDefinition> definitions,
    RevisionFactory factory,
    ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    // Highest version first; replaced as a whole.
    private volatile ModelVersion[] _versions = [];
    private volatile bool _isWanted;

    // What versions that have left the model still hold.
    private Task _left = Task.CompletedTask;

    public string Name => name;

    /// <summary>Gets whether the model is meant to be loaded, so that the server is not ready without it.</summary>
    public bool IsWanted => _isWanted;

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
        if (_versions.Length == 0)
        {
            _versions = [.. definitions.Select(static definition => NewLoading(definition.Options.Version ?? ""))];
        }
    }

    /// <summary>Loads all versions; those that serve go on until their successor is ready.</summary>
    /// <exception cref="InferenceException">At least one version failed; the others are loaded.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            Want();
            InferenceException? failure = null;
            List<VersionPlan> plans = [];
            foreach (var definition in definitions)
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
        finally
        {
            _gate.Release();
        }
    }

    public async Task UnloadAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _isWanted = false;
            await Task.WhenAll(_versions.Select(version => version.UnloadAsync(cancellationToken)));
            await _left.WaitAsync(cancellationToken);
            RegistryLog.Unloaded(logger, name);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private static ModelVersion NewLoading(string version)
    {
        var loading = new ModelVersion(version);
        loading.SetLoading();
        return loading;
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
