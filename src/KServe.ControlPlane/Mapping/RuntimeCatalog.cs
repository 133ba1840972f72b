namespace KServe.ControlPlane;

/// <summary>Chooses runtimes by KServe's rules among resources and the runtimes of this process.</summary>
internal sealed class RuntimeCatalog(
    IEnumerable<IServingRuntime> runtimes,
    ContainerCatalog containers,
    RemoteTargets remotes)
{
    private readonly IServingRuntime[] _runtimes = [.. runtimes];

    // The runtimes that KServe installs; this process serves their formats by its own.
    private static readonly string[] Published =
    [
        "kserve-sklearnserver", "kserve-xgbserver", "kserve-lgbserver", "kserve-pmmlserver", "kserve-paddleserver",
        "kserve-predictiveserver", "kserve-autogluonserver", "kserve-huggingfaceserver",
        "kserve-huggingfaceserver-multinode", "kserve-vllmserver", "kserve-mlserver", "kserve-tritonserver",
        "kserve-torchserve", "kserve-tensorflow-serving", "kserve-openvino",
    ];

    /// <summary>Chooses the runtime of a model.</summary>
    /// <exception cref="PlanException">No runtime fits.</exception>
    public RuntimeChoice Choose(ModelRequest model, IReadOnlyCollection<Resource> resources)
    {
        if (model.Runtime is not { } name)
        {
            var found = FindFitting(model, resources);
            return Choose(model, found);
        }

        if (Find(name, model.Namespace, resources) is { } resource)
        {
            CheckUsable(resource, model);
            return Choose(model, resource);
        }

        if (Array.Exists(_runtimes, runtime => runtime.Name == name && Supports(runtime, model.Format)))
        {
            return new RuntimeChoice(name, Resource: null, Registration: null);
        }

        // One name of KServe's may stand for several formats, of which a runtime here has but one.
        if (Published.Contains(name, StringComparer.Ordinal))
        {
            RequireFormat(model, registration: null);
            return new RuntimeChoice(InProcess: null, Resource: null, Registration: null);
        }

        if (Array.Exists(_runtimes, runtime => runtime.Name == name))
        {
            throw Fail("NoSupportingRuntime", $"the runtime '{name}' does not support {model.Describe()}");
        }

        throw Fail("RuntimeNotRecognized", $"there is no ServingRuntime or ClusterServingRuntime '{name}'");
    }

    /// <summary>Tells whether a runtime of this process serves a format.</summary>
    public bool HasFormat(string name) => Array.Exists(_runtimes, runtime => Supports(runtime, name));

    private static bool Supports(IServingRuntime runtime, string name) => runtime.SupportedModelFormats.Any(format =>
        string.Equals(format.Name, name, StringComparison.OrdinalIgnoreCase));

    private RuntimeChoice Choose(ModelRequest model, Resource? resource)
    {
        var registration = resource is null ? null : FindRegistration(resource);
        if (resource is null || !remotes.IsRemote(resource))
        {
            RequireFormat(model, registration);
        }

        return new RuntimeChoice(InProcess: null, resource, registration);
    }

    private static Resource? Find(string name, string space, IReadOnlyCollection<Resource> resources) =>
        resources.FirstOrDefault(resource => resource.Key == new ResourceKey("ServingRuntime", space, name))
        ?? resources.FirstOrDefault(resource => resource.Key == new ResourceKey("ClusterServingRuntime", "", name));

    private static void CheckUsable(Resource runtime, ModelRequest model)
    {
        if (runtime.Spec["disabled"].IsTrue)
        {
            throw Fail("RuntimeDisabled", $"the runtime '{runtime.Key.Name}' is disabled");
        }

        if (!Formats(runtime, model).Any() || !SupportsProtocol(runtime, model))
        {
            throw Fail(
                "NoSupportingRuntime", $"the runtime '{runtime.Key.Name}' does not support {model.Describe()}");
        }
    }

    // Runtimes of the namespace before those of the cluster; the larger priority first, none last; then the name.
    private static Resource? FindFitting(ModelRequest model, IReadOnlyCollection<Resource> resources) => resources
        .Where(resource => resource.Key.Kind == "ClusterServingRuntime"
            || (resource.Key.Kind == "ServingRuntime" && resource.Key.Namespace == model.Namespace))
        .Where(static resource => !resource.Spec["disabled"].IsTrue && !resource.Spec["multiModel"].IsTrue)
        .Where(resource => SupportsProtocol(resource, model)
            && Formats(resource, model).Any(static format => format["autoSelect"].IsTrue))
        .OrderBy(static resource => resource.Key.Kind == "ServingRuntime" ? 0 : 1)
        .ThenByDescending(resource => Formats(resource, model).Max(static format => format["priority"].Integer ?? 0))
        .ThenBy(static resource => resource.Key.Name, StringComparer.Ordinal)
        .FirstOrDefault();

    private static IEnumerable<Fields> Formats(Resource runtime, ModelRequest model) =>
        runtime.Spec["supportedModelFormats"].Items.Where(format =>
            format.GetText("name") == model.Format
            && (model.FormatVersion is null || format.GetText("version") == model.FormatVersion));

    private static bool SupportsProtocol(Resource runtime, ModelRequest model)
    {
        var protocols = runtime.Spec["protocolVersions"];
        return protocols.Count == 0 || protocols.Items.Any(item => item.Text == (model.Protocol ?? "v1"));
    }

    private ContainerRegistration? FindRegistration(Resource runtime) => runtime.Spec["containers"].Items
        .Select(containers.FindPredictor)
        .FirstOrDefault(static found => found is not null);

    private void RequireFormat(ModelRequest model, ContainerRegistration? registration)
    {
        if (registration is not null || HasFormat(model.Format))
        {
            return;
        }

        var known = _runtimes.SelectMany(static runtime => runtime.SupportedModelFormats)
            .Select(static format => format.Name)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.Ordinal);
        throw Fail(
            "NoSupportingRuntime",
            $"no serving runtime of this process supports {model.Describe()}; known formats: "
            + string.Join(", ", known));
    }

    private static PlanException Fail(string reason, string message) => new(ContainerRole.Predictor, reason, message);
}
