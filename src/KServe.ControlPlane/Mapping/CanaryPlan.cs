namespace KServe.ControlPlane;

/// <summary>What a named canary of a service becomes.</summary>
/// <param name="Name">The name of its predictor.</param>
/// <param name="Percent">Its share of the requests.</param>
/// <param name="Content">What it says, but for the share, to tell whether a change needs a load.</param>
/// <param name="Configure">Configures its model.</param>
internal sealed record CanaryPlan(string Name, long Percent, string Content, Action<ModelBuilder> Configure);
