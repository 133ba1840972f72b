using Microsoft.Extensions.Options;

namespace KServe;

/// <summary>Starts canaries, shifts traffic between the tracks of a model, promotes and rolls back.</summary>
/// <remarks>
/// Safe for concurrent use. Requests that run are never cut off: each keeps the revision that it began with. Changes
/// that build or drop revisions wait for other changes of the same model; a change of shares takes effect at once.
/// </remarks>
public sealed class ModelRollouts
{
    private readonly ModelRegistry _registry;
    private readonly DefinitionFactory _definitions;

    internal ModelRollouts(ModelRegistry registry, DefinitionFactory definitions) =>
        (_registry, _definitions) = (registry, definitions);

    /// <summary>Builds a canary beside what serves, and gives it its traffic when it is ready.</summary>
    /// <remarks>A canary of the same name is replaced, and its traffic with it.</remarks>
    /// <param name="modelName">A model with a stable revision.</param>
    /// <param name="track">A name for the canary.</param>
    /// <param name="configure">Says where it lies or who predicts, and sets its options and parts.</param>
    /// <param name="traffic">Sets the share, and how it changes; none when left out.</param>
    /// <param name="cancellationToken">Cancelled when the canary is given up.</param>
    /// <returns>A task that ends when the canary takes its share.</returns>
    /// <exception cref="OptionsValidationException">The definition is wrong; all errors are named.</exception>
    /// <exception cref="InferenceException">There is no such model, it has no stable revision, the shares exceed all
    /// of the traffic, or the canary failed to load.</exception>
    public Task StartAsync(
        string modelName,
        string track,
        Action<ModelBuilder> configure,
        Action<CanaryOptions>? traffic = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(track);
        ArgumentNullException.ThrowIfNull(configure);
        var model = _registry.GetModel(modelName);
        var canary = _definitions.CreateCanary(model.Name, track, configure, traffic);
        return ModelRegistry.ChangeAsync(
            _registry.GetModel, modelName, (model, token) => model.StartCanaryAsync(canary, token), cancellationToken);
    }

    /// <summary>Gives a canary another share of the requests, from the next one on.</summary>
    /// <remarks>A rollout that goes by itself ends: from now on somebody else decides.</remarks>
    /// <param name="modelName">The model.</param>
    /// <param name="track">The canary.</param>
    /// <param name="percent">From 0 to 100 in steps of 0.01.</param>
    /// <exception cref="ArgumentOutOfRangeException">The percentage is none.</exception>
    /// <exception cref="InferenceException">There is no such model or canary, or the shares exceed all of the
    /// traffic.</exception>
    public void SetTraffic(string modelName, string track, double percent)
    {
        ArgumentNullException.ThrowIfNull(track);
        SetTraffic(modelName, new Dictionary<string, double>(StringComparer.Ordinal) { [track] = percent });
    }

    /// <summary>Gives several canaries other shares of the requests, by one write.</summary>
    /// <param name="modelName">The model.</param>
    /// <param name="percents">The shares by canary, each from 0 to 100 in steps of 0.01.</param>
    /// <exception cref="ArgumentOutOfRangeException">A percentage is none.</exception>
    /// <exception cref="InferenceException">There is no such model or canary, or the shares exceed all of the
    /// traffic.</exception>
    public void SetTraffic(string modelName, IReadOnlyDictionary<string, double> percents)
    {
        ArgumentNullException.ThrowIfNull(percents);
        foreach (var percent in percents.Values)
        {
            if (!TrafficShare.IsValid(percent))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(percents), percent, "From 0 to 100 in steps of 0.01 was expected.");
            }
        }

        _registry.GetModel(modelName).SetTraffic(percents);
    }

    /// <summary>Makes a canary the stable track by one write; other canaries of the model end.</summary>
    /// <param name="modelName">The model.</param>
    /// <param name="track">The canary.</param>
    /// <param name="cancellationToken">Cancelled when it is no longer wanted.</param>
    /// <returns>A task that ends when all requests without a version go to it.</returns>
    /// <exception cref="InferenceException">There is no such model or canary, or it is not ready.</exception>
    public Task PromoteAsync(string modelName, string track, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(track);
        return ModelRegistry.ChangeAsync(
            _registry.GetModel, modelName, (model, token) => model.PromoteAsync(track, token), cancellationToken);
    }

    /// <summary>Ends one canary after its running requests; the stable track takes over its share.</summary>
    /// <param name="modelName">The model.</param>
    /// <param name="track">The canary.</param>
    /// <param name="cancellationToken">Cancelled when it is no longer wanted.</param>
    /// <returns>A task that ends when no new request goes to it.</returns>
    /// <exception cref="InferenceException">There is no such model or canary.</exception>
    public Task EndAsync(string modelName, string track, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(track);
        return ModelRegistry.ChangeAsync(
            _registry.GetModel,
            modelName,
            (model, token) => model.EndCanariesAsync(track, "ended by request", token),
            cancellationToken);
    }

    /// <summary>Takes all canaries back; without any, builds what was stable before and swaps to it.</summary>
    /// <param name="modelName">The model.</param>
    /// <param name="cancellationToken">Cancelled when it is no longer wanted.</param>
    /// <returns>A task that ends when all requests without a version go to the stable track.</returns>
    /// <exception cref="InferenceException">There is no such model, nothing to go back to, or what was stable before
    /// failed to load.</exception>
    public Task RollBackAsync(string modelName, CancellationToken cancellationToken = default) =>
        ModelRegistry.ChangeAsync(
            _registry.GetModel,
            modelName,
            static (model, token) => model.Routes.Canaries.Length > 0
                ? model.EndCanariesAsync(name: null, "rolled back by request", token)
                : model.RestorePreviousAsync(token),
            cancellationToken);

    /// <summary>Gets the shares, revisions and recent requests of a model's tracks.</summary>
    /// <param name="modelName">The model.</param>
    /// <returns>A snapshot.</returns>
    /// <exception cref="InferenceException">There is no such model.</exception>
    public ModelTraffic GetTraffic(string modelName) => _registry.GetModel(modelName).GetTraffic();
}
