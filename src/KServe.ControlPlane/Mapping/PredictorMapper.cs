namespace KServe.ControlPlane;

/// <summary>Turns a predictor's section or container into what answers in this process.</summary>
internal sealed class PredictorMapper(
    RuntimeCatalog runtimes,
    ContainerCatalog containers,
    StorageAddress storage,
    RemoteTargets remotes)
{
    /// <summary>Plans a predictor.</summary>
    /// <exception cref="PlanException">This process cannot serve it.</exception>
    public (ServicePlan Plan, Action<ModelBuilder> Configure) Plan(
        Resource service,
        Fields predictor,
        IReadOnlyCollection<Resource> resources,
        ContainerSettings settings)
    {
        var name = Frameworks.SectionNames.FirstOrDefault(name => predictor[name].Exists);
        return name is null
            ? PlanContainer(service, predictor, settings)
            : PlanModel(service, predictor, name, resources, settings);
    }

    private (ServicePlan Plan, Action<ModelBuilder> Configure) PlanModel(
        Resource service,
        Fields predictor,
        string name,
        IReadOnlyCollection<Resource> resources,
        ContainerSettings settings)
    {
        var section = predictor[name];
        var request = new ModelRequest(
            service.Key.Namespace,
            name == Frameworks.Model ? section["modelFormat"].GetText("name") ?? "" : name)
        {
            FormatVersion = section["modelFormat"].GetText("version"),
            Runtime = section.GetText("runtime"),
            Protocol = section.GetText("protocolVersion"),
        };
        var uri = storage.Find(predictor, section);
        settings.IsLanguageModel = LanguageFormats.Contains(request.Format);
        if (RemoteTargets.FindOfService(service, predictor, uri, request.Protocol) is { } remote)
        {
            settings.Read(section, text => ResourceText.Expand(text, service));
            return PlanRemote(remote, settings);
        }

        var choice = runtimes.Choose(request, resources);
        foreach (var container in choice.Resource?.Spec["containers"].Items ?? [])
        {
            settings.Read(container, text => ResourceText.Expand(text, service));
        }

        settings.Read(section, text => ResourceText.Expand(text, service));
        var plan = new ServicePlan("", static _ => { })
        {
            Runtime = choice.Resource?.Key,
            Surroundings = choice.Resource?.Content ?? "",
            Notices = choice.Resource is null ? [] : [.. RemoteTargets.GetNotices(choice.Resource)],
        };
        if (choice.Resource is { } runtime && remotes.FindOfRuntime(service, runtime, request.Protocol) is { } address)
        {
            var (remotePlan, configure) = PlanRemote(address, settings);
            return (remotePlan with { Runtime = plan.Runtime, Surroundings = plan.Surroundings + address }, configure);
        }

        if (uri is null && settings is { IsLanguageModel: true, ModelId: { } id })
        {
            uri = FindOnHub(id, settings.ModelRevision);
        }

        plan = plan with { IsMultiModel = uri is null && choice.Registration is null };
        return (plan, model => Configure(model, request, choice, uri, settings));
    }

    // KServe's server for these loads from the hub by itself; here a storage provider or the map does. A folder that
    // stands for a model is what the host has of it, whatever the revision.
    private string FindOnHub(string id, string? revision)
    {
        var uri = $"hf://{id}";
        var mapped = storage.Map(uri);
        return mapped == uri && revision is { Length: > 0 } ? $"{uri}:{revision}" : mapped;
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
        foreach (var (name, value) in settings.Parameters)
        {
            model.Options.Parameters[name] = value;
        }

        if (settings.PredictProbabilities is { } probabilities && request.Format == "sklearn")
        {
            model.Options.Parameters["predict_proba"] = probabilities ? "true" : "false";
        }
    }

    private (ServicePlan Plan, Action<ModelBuilder> Configure) PlanContainer(
        Resource service,
        Fields predictor,
        ContainerSettings settings)
    {
        var container = predictor["containers"].Items.FirstOrDefault(static item =>
            item.GetText("name") == ContainerNames.Predictor);
        container = container.Exists ? container : predictor["containers"].Items.First();
        settings.Read(container, text => ResourceText.Expand(text, service));
        if (remotes.FindOfContainer(service, predictor, container, settings.Protocol) is { } remote)
        {
            return PlanRemote(remote, settings);
        }

        var registration = containers.FindPredictor(container)
            ?? throw PlanException.Missing(
                ContainerRole.Predictor, ResourceText.NameOf(container), "AddContainerPredictor");
        return (new ServicePlan("", static _ => { }), model =>
        {
            model.Options.Uri = settings.StorageUri is { } uri ? storage.Map(uri) : null;
            registration.Use(model);
        });
    }

    private (ServicePlan Plan, Action<ModelBuilder> Configure) PlanRemote(
        RemoteTarget target,
        ContainerSettings settings)
    {
        if (!runtimes.HasFormat(RemoteTarget.Format))
        {
            throw new PlanException(
                ContainerRole.Predictor,
                "NoSupportingRuntime",
                "this process calls no other servers: call AddRemoteRuntime()");
        }

        var name = settings.ModelName ?? (settings.ServedNames is [var served, ..] ? served : null);
        return (
            new ServicePlan("", static _ => { }) { Surroundings = target.ToString() },
            model => target.Configure(model, name));
    }
}
