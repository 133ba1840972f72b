using Microsoft.Extensions.Logging;

namespace KServe.ModelMesh;

/// <summary>Moves aliases from model to model, without a moment at which the new one is not loaded.</summary>
internal sealed class AliasSwitch(MeshCatalog catalog, MeshLoader loader, ILogger<AliasSwitch> logger)
{
    public async Task SetAsync(string name, string modelName, CancellationToken cancellationToken)
    {
        if (!catalog.TryGetModel(modelName, out var target))
        {
            throw InferenceException.NotFound($"Model with name {modelName} does not exist.");
        }

        if (catalog.TryGetModel(name, out _))
        {
            throw new InferenceException(InferenceErrorCode.Conflict, $"{name} is the name of a model.");
        }

        while (!catalog.TryAddAlias(name, new MeshAlias(modelName)))
        {
            if (catalog.TryGetAlias(name, out var known))
            {
                await SwitchAsync(name, known, target, cancellationToken);
                return;
            }
        }

        MeshLog.AliasSwitched(logger, name, modelName);
    }

    private async Task SwitchAsync(string name, MeshAlias known, MeshEntry target, CancellationToken cancellationToken)
    {
        if (Is(known.Target, target.Name))
        {
            Replace(name, static alias => alias with { NextTarget = null, Error = null });
            return;
        }

        Replace(name, alias => alias with { NextTarget = target.Name, Error = null });
        await LoadAsync(name, known, target, cancellationToken);

        // Somebody may have sent the alias elsewhere meanwhile: the last wish counts.
        Replace(name, alias => Is(alias.NextTarget, target.Name) ? new MeshAlias(target.Name) : alias);
        if (catalog.TryGetAlias(name, out var switched) && Is(switched.Target, target.Name))
        {
            MeshLog.AliasSwitched(logger, name, target.Name);
        }
    }

    // An alias whose model is not in memory has nobody to spare the wait of a load.
    private async Task LoadAsync(string name, MeshAlias known, MeshEntry target, CancellationToken cancellationToken)
    {
        if (!catalog.TryGetModel(known.Target, out var active) || active.State != EntryState.Loaded)
        {
            return;
        }

        try
        {
            await loader.EnsureLoadedAsync(target, cancellationToken);
        }
        catch (InferenceException error)
        {
            Replace(name, alias => Is(alias.NextTarget, target.Name) ? alias with { Error = error.Message } : alias);
            throw;
        }
        catch (OperationCanceledException)
        {
            Replace(name, alias => Is(alias.NextTarget, target.Name) ? alias with { NextTarget = null } : alias);
            throw;
        }
    }

    private void Replace(string name, Func<MeshAlias, MeshAlias> change)
    {
        while (catalog.TryGetAlias(name, out var known) && !catalog.TryReplaceAlias(name, known, change(known)))
        {
            // Somebody else was faster: change what is there now.
        }
    }

    private static bool Is(string? left, string right) => string.Equals(left, right, StringComparison.Ordinal);
}
