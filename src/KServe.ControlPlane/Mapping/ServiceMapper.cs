namespace KServe.ControlPlane;

/// <summary>Turns an InferenceService into a model of this process.</summary>
internal sealed class ServiceMapper(RuntimeCatalog runtimes, ContainerCatalog containers, StorageAddress storage)
{
    /// <summary>Plans a service.</summary>
    /// <param name="service">The resource.</param>
    /// <param name="resources">The runtime resources to choose from.</param>
    /// <exception cref="PlanException">This process cannot serve it.</exception>
    public ServicePlan Map(Resource service, IReadOnlyCollection<Resource> resources) =>
        Map(service, service.Spec["predictor"], resources);

    /// <summary>Plans a service with another predictor, like that of a canary.</summary>
    public ServicePlan Map(Resource service, Fields predictor, IReadOnlyCollection<Resource> resources)
    {
        var settings = new ContainerSettings();
        var (plan, configure) = PlanPredictor(service, predictor, resources, settings);
        var transformer = PlanTransformer(service, predictor);
        var explainer = PlanExplainer(service, out var failure);
        return plan with
        {
            ModelName = settings.ModelName ?? service.Key.Name,
            ExplainerFailure = failure,
            Notices = [.. settings.Notices, .. GetNotices(service, predictor)],
            Configure = model =>
            {
                configure(model);
                ComponentOptions.Apply(predictor, service.Spec["explainer"], model);
                LoggerOptions.Apply(service, predictor, model);
                UseCanaries(service, predictor, resources, model);
                transformer?.Use(model);
                explainer?.Use(model);
            },
        };
    }

    private static IEnumerable<string> GetNotices(Resource service, Fields predictor)
    {
        foreach (var notice in ComponentOptions.GetNotices(service.Spec))
        {
            yield return notice;
        }

        if (LoggerOptions.GetNotice(predictor) is { Length: > 0 } logger)
        {
            yield return logger;
        }

        if (predictor["storageUris"].Count > 1)
        {
            yield return $"{predictor.Path}.storageUris: only the first is served";
        }
    }

    // Those of the service itself, and not those of a canary.
    private void UseCanaries(
        Resource service,
        Fields predictor,
        IReadOnlyCollection<Resource> resources,
        ModelBuilder model)
    {
        if (predictor.Path != "spec.predictor")
        {
            return;
        }

        foreach (var canary in service.Spec["canary"].Items)
        {
            var plan = Map(service, canary["predictor"], resources);
            model.UseCanary(
                canary["predictor"].GetText("name")!,
                plan.Configure,
                traffic => traffic.TrafficPercent = canary["trafficPercent"].Integer ?? 0);
        }
    }

    private (ServicePlan Plan, Action<ModelBuilder> Configure) PlanPredictor(
        Resource service,
        Fields predictor,
        IReadOnlyCollection<Resource> resources,
        ContainerSettings settings)
    {
        var plan = new ServicePlan("", static _ => { });
        var name = Frameworks.SectionNames.FirstOrDefault(name => predictor[name].Exists);
        if (name is null)
        {
            return (plan, PlanContainer(service, predictor, settings));
        }

        var section = predictor[name];
        var request = new ModelRequest(
            service.Key.Namespace,
            name == Frameworks.Model ? section["modelFormat"].GetText("name") ?? "" : name)
        {
            FormatVersion = section["modelFormat"].GetText("version"),
            Runtime = section.GetText("runtime"),
            Protocol = section.GetText("protocolVersion"),
        };
        var choice = runtimes.Choose(request, resources);
        foreach (var container in choice.Resource?.Spec["containers"].Items ?? [])
        {
            settings.Read(container, text => Expand(text, service));
        }

        settings.Read(section, text => Expand(text, service));
        var uri = storage.Find(predictor, section);
        plan = plan with
        {
            Runtime = choice.Resource?.Key,
            RuntimeContent = choice.Resource?.Content ?? "",
            IsMultiModel = uri is null && choice.Registration is null,
        };
        return (plan, model => Configure(model, request, choice, uri, settings));
    }

    private static void Configure(
        ModelBuilder model,
        ModelRequest request,
        RuntimeChoice choice,
        string? uri,
        ContainerSettings settings)
    {
        model.Options.Uri = uri;
        if (choice.Registration is { } registration)
        {
            registration.Use(model);
            return;
        }

        model.Options.Format = request.Format;
        model.Options.FormatVersion = request.FormatVersion;
        model.Options.Runtime = choice.InProcess;

        // TensorFlow Serving's own gRPC is nothing that a model must support here.
        model.Options.ProtocolVersion = request.Protocol is "grpc-v1" ? null : request.Protocol;
        if (settings.PredictProbabilities is { } probabilities && request.Format == "sklearn")
        {
            model.Options.Parameters["predict_proba"] = probabilities ? "true" : "false";
        }
    }

    private Action<ModelBuilder> PlanContainer(Resource service, Fields predictor, ContainerSettings settings)
    {
        var container = predictor["containers"].Items.FirstOrDefault(static item =>
            item.GetText("name") == ContainerNames.Predictor);
        container = container.Exists ? container : predictor["containers"].Items.First();
        settings.Read(container, text => Expand(text, service));
        var registration = containers.Find(ContainerRole.Predictor, container)
            ?? throw Missing(ContainerRole.Predictor, container, "AddContainerPredictor");
        return model =>
        {
            model.Options.Uri = settings.StorageUri is { } uri ? storage.Map(uri) : null;
            registration.Use(model);
        };
    }

    private ContainerRegistration? PlanTransformer(Resource service, Fields predictor)
    {
        var own = service.Spec["transformer"]["containers"].Items.ToArray();
        var container = own.Length > 0
            ? own.FirstOrDefault(static item => item.GetText("name") == ContainerNames.Predictor)
            : predictor["containers"].Items.FirstOrDefault(static item =>
                item.GetText("name") == ContainerNames.Transformer);
        container = container.Exists || own.Length == 0 ? container : own[0];
        return !container.Exists
            ? null
            : containers.Find(ContainerRole.Transformer, container)
                ?? throw Missing(ContainerRole.Transformer, container, "AddContainerTransformer");
    }

    private ContainerRegistration? PlanExplainer(Resource service, out PlanException? failure)
    {
        failure = null;
        var explainer = service.Spec["explainer"];
        if (!explainer.Exists)
        {
            return null;
        }

        foreach (var library in ExplainerTypes.Names)
        {
            if (explainer[library] is { Exists: true } section)
            {
                var name = $"{library}/{section.GetText("type")}";
                var found = containers.Find(ContainerRole.Explainer, name)
                    ?? containers.Find(ContainerRole.Explainer, section);
                failure = found is null ? Missing(ContainerRole.Explainer, name, "AddContainerExplainer") : null;
                return found;
            }
        }

        var container = explainer["containers"].Items.First();
        var registration = containers.Find(ContainerRole.Explainer, container);
        failure = registration is null ? Missing(ContainerRole.Explainer, container, "AddContainerExplainer") : null;
        return registration;
    }

    private static PlanException Missing(ContainerRole role, Fields container, string method) =>
        Missing(role, container.GetText("image") ?? container.GetText("name") ?? "", method);

    private static PlanException Missing(ContainerRole role, string name, string method) => new(
        role,
        "ContainerNotRegistered",
        $"this process runs no containers, and no class stands in for '{name}': call {method}<T>(\"{name}\")");

    private static string Expand(string text, Resource service) => text
        .Replace("{{.Name}}", service.Key.Name, StringComparison.Ordinal)
        .Replace("{{.Namespace}}", service.Key.Namespace, StringComparison.Ordinal);
}
