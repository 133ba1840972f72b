using System.Globalization;

namespace KServe.ControlPlane;

/// <summary>Writes the status of an InferenceService with KServe's conditions and model states.</summary>
internal sealed class ServiceStatus(ReconcileContext context)
{
    private const string Info = "Info";

    private readonly Resource _service = context.Resource;
    private readonly long _served = context.Previous?.ServedGeneration ?? 0;

    /// <summary>The status while the model loads.</summary>
    public ResourceStatus Loading() => Create(
        Condition.Unknown("PredictorReady", "Loading", "the model is being loaded"),
        new ModelState("InProgress", _served > 0 ? "Loaded" : "", "Loading"),
        _served) with
    { IsSettled = false };

    /// <summary>The status of a service that serves what its resource says.</summary>
    public ResourceStatus Loaded(ServicePlan plan, ServiceRollout? rollout) => Create(
        Condition.True("PredictorReady"),
        new ModelState("UpToDate", "Loaded", "Loaded"),
        context.Generation,
        plan,
        rollout: rollout);

    /// <summary>The status of a service that is told not to serve.</summary>
    public ResourceStatus Stopped()
    {
        const string Message = "the annotation serving.kserve.io/stop holds it";
        var conditions = new List<Condition> { Condition.True("Stopped") };
        foreach (var type in (ReadOnlySpan<string>)["PredictorReady", "RoutesReady", "IngressReady", "Ready"])
        {
            conditions.Add(Condition.False(type, "Stopped", Message));
        }

        return new ResourceStatus(context.Generation, conditions);
    }

    /// <summary>The status of a service whose resource cannot be served; what served before goes on.</summary>
    public ResourceStatus Failed(PlanException failure, ServiceRollout? rollout)
    {
        var isModel = failure.Reason == "ModelLoadFailed";
        var state = new ModelState(
            isModel ? "BlockedByFailedLoad" : "InvalidSpec",
            _served > 0 ? "Loaded" : "",
            isModel ? "FailedToLoad" : "Pending")
        { Failure = failure };
        return Create(
            Condition.False($"{failure.Role}Ready", failure.Reason, failure.Message),
            state,
            _served,
            failure: failure,
            rollout: rollout);
    }

    private ResourceStatus Create(
        Condition part,
        ModelState state,
        long served,
        ServicePlan? plan = null,
        PlanException? failure = null,
        ServiceRollout? rollout = null)
    {
        var explainer = plan?.ExplainerFailure;
        var isServed = served > 0;
        var ready = part.Status == "True" && explainer is not null
            ? Condition.False(ResourceStatus.Ready, explainer.Reason, explainer.Message)
            : part with { Type = ResourceStatus.Ready };
        List<Condition> conditions = [.. Parts(part, failure?.Role, explainer)];
        conditions.Add(part with { Type = "PredictorConfigurationReady" });
        conditions.Add(part with { Type = "LatestDeploymentReady" });
        foreach (var type in (ReadOnlySpan<string>)["PredictorRouteReady", "RoutesReady", "IngressReady"])
        {
            conditions.Add(isServed ? Condition.True(type) : part with { Type = type });
        }

        conditions.Add(ready);
        conditions.Add(Condition.False("Stopped", "Running", "") with { Severity = Info });
        AddNotices(conditions, plan);
        return new ResourceStatus(context.Generation, conditions)
        {
            ServedGeneration = served,
            Details = url => Details(url, state, served, plan, rollout),
        };
    }

    private IEnumerable<Condition> Parts(Condition part, ContainerRole? failed, PlanException? explainer)
    {
        yield return failed is null or ContainerRole.Predictor
            ? part with { Type = "PredictorReady" }
            : Condition.Unknown(
                "PredictorReady", "WaitsForTransformer", "a model is not served without its transformer");
        if (_service.Spec["transformer"].Exists || failed == ContainerRole.Transformer)
        {
            yield return failed is null or ContainerRole.Transformer
                ? part with { Type = "TransformerReady" }
                : Condition.Unknown("TransformerReady", "WaitsForPredictor", "the predictor is not ready");
        }

        if (_service.Spec["explainer"].Exists)
        {
            yield return explainer is not null
                ? Condition.False("ExplainerReady", explainer.Reason, explainer.Message)
                : part with { Type = "ExplainerReady" };
        }
    }

    // Said once, and of no consequence for readiness.
    private void AddNotices(List<Condition> conditions, ServicePlan? plan)
    {
        var notices = _service.Notices.Concat(plan?.Notices ?? []).ToArray();
        if (notices.Length > 0)
        {
            conditions.Add(Condition.False("AllFieldsActedOn", "FieldsAccepted", string.Join("; ", notices)) with
            {
                Severity = Info,
            });
        }
    }

    private MappingNode Details(
        string? url,
        ModelState state,
        long served,
        ServicePlan? plan,
        ServiceRollout? rollout)
    {
        url = served > 0 ? url : null;
        var component = new NodeBuilder()
            .Add("latestCreatedRevision", Revision(context.Generation))
            .Add("latestReadyRevision", served > 0 ? Revision(served) : null)
            .Add("previousRolledoutRevision", rollout?.PreviousGeneration is > 0 and var old ? Revision(old) : null)
            .Add("latestRolledoutRevision", served > 0 ? Revision(rollout?.StableGeneration ?? served) : null)
            .Add("url", url)
            .AddList("traffic", served > 0 ? Traffic(rollout, served) : [])
            .Build();
        return new NodeBuilder()
            .Add("url", url)
            .Add("address", url is null ? null : new NodeBuilder().Add("url", url).Build())
            .Add("components", new NodeBuilder().Add("predictor", component).Build())
            .Add("modelStatus", state.ToNode(Revision(context.Generation)))
            .Add("deploymentMode", "InProcess")
            .Add(
                plan?.Runtime is { Namespace.Length: 0 } ? "clusterServingRuntimeName" : "servingRuntimeName",
                plan?.Runtime?.Name)
            .Build();
    }

    private IEnumerable<Node> Traffic(ServiceRollout? rollout, long served)
    {
        var canary = rollout?.Canary is null ? 0 : rollout.Percent;
        yield return Share(rollout?.StableGeneration ?? served, 100 - canary);
        if (rollout is { Canary: not null })
        {
            yield return Share(rollout.CanaryGeneration, canary);
        }
    }

    private MappingNode Share(long generation, long percent) => new NodeBuilder()
        .Add("latestRevision", ScalarNode.Of(generation == context.Generation))
        .Add("percent", percent)
        .Add("revisionName", Revision(generation))
        .Build();

    private string Revision(long generation) =>
        $"{_service.Key.Name}-predictor-{generation.ToString("D5", CultureInfo.InvariantCulture)}";

    private sealed record ModelState(string Transition, string Active, string Target)
    {
        public PlanException? Failure { get; init; }

        public MappingNode ToNode(string revision) => new NodeBuilder()
            .Add("transitionStatus", Transition)
            .Add("states", new NodeBuilder()
                .Add("activeModelState", Active)
                .Add("targetModelState", Target)
                .Build())
            .Add("copies", new NodeBuilder()
                .Add("failedCopies", Failure is null ? 0 : 1)
                .Add("totalCopies", Active == "Loaded" ? 1 : 0)
                .Build())
            .Add("lastFailureInfo", Failure is null ? null : new NodeBuilder()
                .Add("reason", Failure.Reason)
                .Add("message", Failure.Message)
                .Add("modelRevisionName", revision)
                .Build())
            .Build();
    }
}
