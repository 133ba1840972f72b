using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.ControlPlane;

/// <summary>Defines and removes models for the handlers of resources that are models.</summary>
internal abstract class ModelHandler(ModelRegistry registry, ModelOwners owners, ILogger logger)
{
    // What serves for a resource. Other resources that change have it looked at again, which must not load it again.
    private readonly ConcurrentDictionary<ResourceKey, OwnedModel> _defined = new();

    protected ModelOwners Owners => owners;

    /// <summary>Defines a model for a resource; its former name, if another, goes when the new one serves.</summary>
    /// <exception cref="PlanException">The name is taken, or the model cannot be loaded.</exception>
    protected async Task DefineAsync(
        OwnedModel model,
        Action<ModelBuilder> configure,
        CancellationToken cancellationToken)
    {
        if (_defined.TryGetValue(model.Key, out var former)
            && former.ModelName == model.ModelName
            && former.Content == model.Content)
        {
            return;
        }

        await ChangeAsync(
            model.Key,
            model.ModelName,
            () => registry.DefineAsync(model.ModelName, configure, cancellationToken),
            cancellationToken,
            model.ServedNames);
        _defined[model.Key] = model;
    }

    /// <summary>Changes a model of a resource; its former name, if another, goes when the new one serves.</summary>
    /// <exception cref="PlanException">The name is taken, or the model cannot be loaded.</exception>
    protected async Task ChangeAsync(
        ResourceKey key,
        string modelName,
        Func<Task> change,
        CancellationToken cancellationToken,
        IReadOnlyList<string>? servedNames = null)
    {
        if (ModelNames.GetError(modelName) is { } error)
        {
            throw new PlanException(ContainerRole.Predictor, "InvalidPredictorSpec", $"{error}, got '{modelName}'");
        }

        if (owners.Claim(modelName, key) is { } owner)
        {
            throw new PlanException(
                ContainerRole.Predictor, "ModelNameTaken", $"the model name '{modelName}' belongs to {owner}");
        }

        ServeAs(modelName, servedNames ?? []);
        try
        {
            await change();
        }
        catch (InferenceException failure)
        {
            throw new PlanException(ContainerRole.Predictor, "ModelLoadFailed", failure.Message);
        }
        catch (OptionsValidationException failure)
        {
            throw new PlanException(ContainerRole.Predictor, "InvalidPredictorSpec", failure.Message);
        }

        await RemoveAsync(key, modelName, cancellationToken);
    }

    /// <summary>Removes a resource's models, but for one.</summary>
    protected async Task RemoveAsync(ResourceKey key, string? except, CancellationToken cancellationToken)
    {
        if (except is null)
        {
            _defined.TryRemove(key, out _);
        }

        foreach (var name in owners.Release(key, except))
        {
            registry.ServedNames.Set(name, []);
            try
            {
                await registry.RemoveAsync(name, cancellationToken);
            }
            catch (InferenceException failure)
            {
                // It failed to load and never came to be, or the application removed it.
                ControlPlaneLog.NothingToRemove(logger, key, failure.Message);
            }
        }
    }

    private void ServeAs(string modelName, IReadOnlyList<string> servedNames)
    {
        try
        {
            registry.ServedNames.Set(modelName, servedNames);
        }
        catch (InferenceException failure)
        {
            throw new PlanException(ContainerRole.Predictor, "ModelNameTaken", failure.Message);
        }
    }
}
