namespace KServe.ControlPlane;

/// <summary>Turns an InferenceService into a model of this process.</summary>
internal sealed class ServiceMapper(PredictorMapper predictors, PartsMapper parts, LoggerMapper loggers)
{
    /// <summary>Plans a service.</summary>
    /// <param name="service">The resource.</param>
    /// <param name="resources">The runtime resources to choose from.</param>
    /// <exception cref="PlanException">This process cannot serve it.</exception>
    public ServicePlan Map(Resource service, IReadOnlyCollection<Resource> resources)
    {
        var plan = Map(service, service.Spec["predictor"], resources);
        CanaryPlan[] canaries =
        [
            .. service.Spec["canary"].Items.Select(canary => MapCanary(service, canary, resources)),
        ];
        return plan with { Canaries = canaries };
    }

    private CanaryPlan MapCanary(Resource service, Fields canary, IReadOnlyCollection<Resource> resources)
    {
        var predictor = canary["predictor"];
        var plan = Map(service, predictor, resources);
        return new CanaryPlan(
            predictor.GetText("name")!,
            canary["trafficPercent"].Integer ?? 0,
            NodeYaml.Write(predictor.Node!) + plan.Surroundings,
            plan.Configure);
    }

    private ServicePlan Map(Resource service, Fields predictor, IReadOnlyCollection<Resource> resources)
    {
        var settings = new ContainerSettings();
        var (plan, configure) = predictors.Plan(service, predictor, resources, settings);
        var transformers = parts.PlanTransformers(service, predictor);
        var explainer = parts.PlanExplainer(service, out var failure);
        return plan with
        {
            ModelName = settings.ModelName ?? service.Key.Name,
            ServedNames = settings.ServedNames,
            Surroundings = plan.Surroundings + LoggerMapper.GetAnnotations(service, predictor),
            ExplainerFailure = failure,
            Notices = [.. plan.Notices, .. settings.Notices, .. GetNotices(service, predictor)],
            Configure = model =>
            {
                configure(model);
                ComponentOptions.Apply(predictor, service.Spec["explainer"], model);
                loggers.Apply(service, predictor, model);
                foreach (var transformer in transformers)
                {
                    model.UseTransformer(transformer);
                }

                if (explainer is not null)
                {
                    model.UseExplainer(explainer);
                }
            },
        };
    }

    private IEnumerable<string> GetNotices(Resource service, Fields predictor)
    {
        foreach (var notice in ComponentOptions.GetNotices(service.Spec)
            .Concat(parts.GetNotices(service))
            .Concat(loggers.GetNotices(predictor)))
        {
            yield return notice;
        }

        if (predictor["storageUris"].Count > 1)
        {
            yield return $"{predictor.Path}.storageUris: only the first is served";
        }
    }
}
