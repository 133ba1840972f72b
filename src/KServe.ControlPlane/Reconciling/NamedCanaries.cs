namespace KServe.ControlPlane;

/// <summary>Brings the named canaries of a model to what a service says, and loads only what has changed.</summary>
internal sealed class NamedCanaries(ModelRollouts rollouts)
{
    /// <summary>Ends, starts and shares until the canaries are as planned.</summary>
    /// <param name="modelName">The model.</param>
    /// <param name="known">What is beside it now.</param>
    /// <param name="plans">What is to be.</param>
    /// <param name="report">Takes what is beside it after each step, for a later one may fail.</param>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    public async Task ApplyAsync(
        string modelName,
        IReadOnlyDictionary<string, CanaryPlan> known,
        IReadOnlyList<CanaryPlan> plans,
        Action<IReadOnlyDictionary<string, CanaryPlan>> report,
        CancellationToken cancellationToken)
    {
        var now = new Dictionary<string, CanaryPlan>(known, StringComparer.Ordinal);
        foreach (var name in known.Keys.Except(plans.Select(static plan => plan.Name), StringComparer.Ordinal))
        {
            await EndAsync(modelName, name, cancellationToken);
            now.Remove(name);
            report(new Dictionary<string, CanaryPlan>(now, StringComparer.Ordinal));
        }

        // Shares that fall go first, so that the sum is never above all.
        Share(modelName, plans, now, static (old, wanted) => Math.Min(old, wanted));
        foreach (var plan in plans)
        {
            if (!now.TryGetValue(plan.Name, out var old) || old.Content != plan.Content)
            {
                await rollouts.StartAsync(
                    modelName,
                    plan.Name,
                    plan.Configure,
                    traffic => traffic.TrafficPercent = plan.Percent,
                    cancellationToken);
                now[plan.Name] = plan;
                report(new Dictionary<string, CanaryPlan>(now, StringComparer.Ordinal));
            }
        }

        Share(modelName, plans, now, static (_, wanted) => wanted);
        report(new Dictionary<string, CanaryPlan>(now, StringComparer.Ordinal));
    }

    private void Share(
        string modelName,
        IReadOnlyList<CanaryPlan> plans,
        Dictionary<string, CanaryPlan> now,
        Func<long, long, long> choose)
    {
        Dictionary<string, double> shares = new(StringComparer.Ordinal);
        foreach (var plan in plans)
        {
            if (now.TryGetValue(plan.Name, out var old) && choose(old.Percent, plan.Percent) is var percent
                && percent != old.Percent)
            {
                shares[plan.Name] = percent;
                now[plan.Name] = old with { Percent = percent };
            }
        }

        if (shares.Count > 0)
        {
            rollouts.SetTraffic(modelName, shares);
        }
    }

    private async Task EndAsync(string modelName, string name, CancellationToken cancellationToken)
    {
        try
        {
            await rollouts.EndAsync(modelName, name, cancellationToken);
        }
        catch (InferenceException error) when (error.Code == InferenceErrorCode.NotFound)
        {
            // Somebody else, or a rollout that went by itself, has ended it.
        }
    }
}
