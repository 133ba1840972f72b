using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.ControlPlane;

/// <summary>Defines and removes models for the handlers of resources that are models.</summary>
internal abstract class ModelHandler(ModelRegistry registry, ModelOwners owners, ILogger logger)
{
    protected ModelOwners Owners => owners;

    /// <summary>Defines a model for a resource; its former name, if another, goes when the new one serves.</summary>
    /// <exception cref="PlanException">The name is taken, or the model cannot be loaded.</exception>
    protected Task DefineAsync(
        ResourceKey key,
        string modelName,
        Action<ModelBuilder> configure,
        CancellationToken cancellationToken) =>
        ChangeAsync(
            key,
            modelName,
            () => registry.DefineAsync(modelName, configure, cancellationToken),
            cancellationToken);

    /// <summary>Changes a model of a resource; its former name, if another, goes when the new one serves.</summary>
    /// <exception cref="PlanException">The name is taken, or the model cannot be loaded.</exception>
    protected async Task ChangeAsync(
        ResourceKey key,
        string modelName,
        Func<Task> change,
        CancellationToken cancellationToken)
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
        foreach (var name in owners.Release(key, except))
        {
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
}
