using System.Collections.Concurrent;

namespace KServe.ControlPlane;

/// <summary>Rolls predictors out as <c>canaryTrafficPercent</c> says, as KServe does on Knative.</summary>
/// <remarks>
/// The first predictor of a service has all requests. A newer one with a share below 100 becomes a canary beside it;
/// the share alone changes without a load; 100 or none promotes it; the old predictor written again takes it back.
/// </remarks>
internal sealed class ServiceRollouts(ModelRegistry registry, RolledOutServices rolledOut)
{
    private readonly ConcurrentDictionary<ResourceKey, ServiceRollout> _states = new();
    private readonly NamedCanaries _named = new(registry.Rollouts);

    public ServiceRollout? Find(ResourceKey key) => _states.GetValueOrDefault(key);

    public void Forget(ResourceKey key)
    {
        _states.TryRemove(key, out _);
        rolledOut.Forget(key);
    }

    /// <summary>Brings a service to what its resource says.</summary>
    /// <param name="context">The service.</param>
    /// <param name="plan">What the service becomes.</param>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    public async Task ApplyAsync(ReconcileContext context, ServicePlan plan, CancellationToken cancellationToken)
    {
        var key = context.Resource.Key;
        var content = ServiceRollout.ContentOf(context.Resource) + plan.Surroundings;
        var percent = context.Resource.Spec["predictor"]["canaryTrafficPercent"].Integer ?? 100;
        var state = Find(key);
        if (state is null || state.ModelName != plan.ModelName)
        {
            await DefineAsync(context.Resource, plan, content, context.Generation, cancellationToken);
        }
        else if (content == state.Stable)
        {
            await EndAsync(state, cancellationToken);
            _states[key] = state with
            {
                Canary = null, CanaryGeneration = 0, Percent = 0, StableGeneration = context.Generation,
            };
        }
        else if (percent < 100)
        {
            await ShareAsync(state, plan, content, percent, cancellationToken);
            _states[key] = state with { Canary = content, CanaryGeneration = context.Generation, Percent = percent };
        }
        else if (state.Canary == content)
        {
            // Promotion ends the other canaries; those that are named begin again below.
            await registry.Rollouts.PromoteAsync(state.ModelName, ServiceRollout.Track, cancellationToken);
            _states[key] = new ServiceRollout(plan.ModelName, content, context.Generation)
            {
                PreviousGeneration = state.StableGeneration,
            };
            rolledOut.Keep(context.Resource);
        }
        else
        {
            await DefineAsync(context.Resource, plan, content, context.Generation, cancellationToken);
            _states[key] = _states[key] with { PreviousGeneration = state.StableGeneration };
        }

        await _named.ApplyAsync(
            plan.ModelName,
            _states[key].Named,
            plan.Canaries,
            named => _states[key] = _states[key] with { Named = named },
            cancellationToken);
    }

    /// <summary>Brings back what a former process had rolled out, beneath a newer predictor with a share.</summary>
    /// <param name="service">The service as it was rolled out.</param>
    /// <param name="plan">What it becomes.</param>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    public Task RestoreAsync(Resource service, ServicePlan plan, CancellationToken cancellationToken) =>
        DefineAsync(
            service, plan, ServiceRollout.ContentOf(service) + plan.Surroundings, generation: 0, cancellationToken);

    // A new definition ends the canaries that were and brings its own, all by one write.
    private async Task DefineAsync(
        Resource service,
        ServicePlan plan,
        string content,
        long generation,
        CancellationToken cancellationToken)
    {
        await registry.DefineAsync(plan.ModelName, plan.ConfigureAll, cancellationToken);
        _states[service.Key] = new ServiceRollout(plan.ModelName, content, generation)
        {
            Named = plan.Canaries.ToDictionary(static canary => canary.Name, StringComparer.Ordinal),
        };
        rolledOut.Keep(service);
    }

    private async Task ShareAsync(
        ServiceRollout state,
        ServicePlan plan,
        string content,
        long percent,
        CancellationToken cancellationToken)
    {
        if (state.Canary == content)
        {
            registry.Rollouts.SetTraffic(state.ModelName, ServiceRollout.Track, percent);
            return;
        }

        await registry.Rollouts.StartAsync(
            state.ModelName,
            ServiceRollout.Track,
            plan.Configure,
            traffic => traffic.TrafficPercent = percent,
            cancellationToken);
    }

    private async Task EndAsync(ServiceRollout state, CancellationToken cancellationToken)
    {
        if (state.Canary is null)
        {
            return;
        }

        try
        {
            await registry.Rollouts.EndAsync(state.ModelName, ServiceRollout.Track, cancellationToken);
        }
        catch (InferenceException error) when (error.Code == InferenceErrorCode.NotFound)
        {
            // A new definition of the model has ended its canaries already.
        }
    }
}
