using System.Collections.Concurrent;

namespace KServe.ControlPlane;

/// <summary>Rolls predictors out as <c>canaryTrafficPercent</c> says, as KServe does on Knative.</summary>
/// <remarks>
/// The first predictor of a service has all requests. A newer one with a share below 100 becomes a canary beside it;
/// the
/// share alone changes without a load; 100 or none promotes it; the old predictor written again takes it back.
/// </remarks>
internal sealed class ServiceRollouts(ModelRegistry registry)
{
    private readonly ConcurrentDictionary<ResourceKey, ServiceRollout> _states = new();

    public ServiceRollout? Find(ResourceKey key) => _states.GetValueOrDefault(key);

    public void Forget(ResourceKey key) => _states.TryRemove(key, out _);

    /// <summary>Brings a service to what its resource says.</summary>
    /// <param name="context">The service.</param>
    /// <param name="plan">What the service becomes.</param>
    /// <param name="define">Defines the model, with all requests.</param>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    public async Task ApplyAsync(
        ReconcileContext context,
        ServicePlan plan,
        Func<Task> define,
        CancellationToken cancellationToken)
    {
        var key = context.Resource.Key;
        var content = ServiceRollout.ContentOf(context.Resource) + plan.RuntimeContent;
        var percent = context.Resource.Spec["predictor"]["canaryTrafficPercent"].Integer ?? 100;
        var state = Find(key);
        if (state is null || state.ModelName != plan.ModelName)
        {
            await define();
            _states[key] = new ServiceRollout(plan.ModelName, content, context.Generation);
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
        else
        {
            await RollOutAsync(state, content, define, cancellationToken);
            _states[key] = new ServiceRollout(plan.ModelName, content, context.Generation)
            {
                PreviousGeneration = state.StableGeneration,
            };
        }
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

    private async Task RollOutAsync(
        ServiceRollout state,
        string content,
        Func<Task> define,
        CancellationToken cancellationToken)
    {
        if (state.Canary == content)
        {
            await registry.Rollouts.PromoteAsync(state.ModelName, ServiceRollout.Track, cancellationToken);
            return;
        }

        await define();
        await EndAsync(state, cancellationToken);
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
