namespace KServe.ControlPlane;

/// <summary>What a service becomes in this process.</summary>
internal sealed record ServicePlan(string ModelName, Action<ModelBuilder> Configure)
{
    /// <summary>Gets the further names by which OpenAI's clients call the model.</summary>
    public IReadOnlyList<string> ServedNames { get; init; } = [];

    /// <summary>Gets the runtime resource that the service uses; empty for none.</summary>
    public ResourceKey? Runtime { get; init; }

    /// <summary>Gets what the model depends on beside the spec: a change of it is a change of the model.</summary>
    public string Surroundings { get; init; } = "";

    /// <summary>Gets the named canaries beside the predictor.</summary>
    public IReadOnlyList<CanaryPlan> Canaries { get; init; } = [];

    /// <summary>Gets why the explainer cannot be served; the predictor is none the less.</summary>
    public PlanException? ExplainerFailure { get; init; }

    /// <summary>Gets whether the service only holds trained models and serves none itself.</summary>
    public bool IsMultiModel { get; init; }

    /// <summary>Gets what was accepted and not acted on, found while planning.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Configures the model with its canaries, so that all of them come at once.</summary>
    public void ConfigureAll(ModelBuilder model)
    {
        Configure(model);
        foreach (var canary in Canaries)
        {
            model.UseCanary(canary.Name, canary.Configure, traffic => traffic.TrafficPercent = canary.Percent);
        }
    }
}
