using Microsoft.Extensions.Logging;

namespace KServe.ControlPlane;

/// <summary>Makes models of LLMInferenceServices, once a runtime for language models is there.</summary>
internal sealed class LanguageModelHandler(
    ModelRegistry registry,
    ModelOwners owners,
    StorageAddress storage,
    RuntimeCatalog runtimes,
    ILogger<LanguageModelHandler> logger) : ModelHandler(registry, owners, logger), IResourceHandler
{
    private const string Workloads = "WorkloadsReady";
    private const string Presets = "PresetsCombined";
    private const string Preset = "LLMInferenceServiceConfig";

    // The formats under which runtimes of clusters serve language models.
    private static readonly string[] Formats = ["huggingface", "vLLM"];

    public bool Handles(ResourceKind kind) => kind.Name == "LLMInferenceService";

    public async Task<ResourceStatus> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        var resource = context.Resource;
        if (FindMissingPresets(context) is { Length: > 0 } missing)
        {
            return Fail(context, Presets, "BaseRefNotFound", $"there is no LLMInferenceServiceConfig {missing}");
        }

        var spoken = FindModel(context);
        if (spoken.GetText("uri") is not { } uri)
        {
            return Fail(context, Workloads, "ModelNotSpecified", "neither the resource nor a preset names a model.uri");
        }

        if (Formats.FirstOrDefault(runtimes.HasFormat) is not { } format)
        {
            await RemoveAsync(resource.Key, except: null, cancellationToken);
            return Fail(
                context,
                Workloads,
                "WaitingForRuntime",
                "the resource is right and waits for a language-model runtime: none is registered in this process");
        }

        try
        {
            await DefineAsync(
                resource.Key,
                NameOf(spoken, resource),
                model =>
                {
                    model.Options.Uri = storage.Map(uri);
                    model.Options.Format = format;
                },
                cancellationToken);
        }
        catch (PlanException failure)
        {
            return Fail(context, Workloads, failure.Reason, failure.Message);
        }

        return new ResourceStatus(
            context.Generation,
            [
                Condition.True(Presets), Condition.True(Workloads), Condition.True("RouterReady"),
                Condition.True(ResourceStatus.Ready), .. Notices(context),
            ])
        {
            ServedGeneration = context.Generation,
            Details = static url => new NodeBuilder().Add("url", url).Build(),
        };
    }

    public Task DeleteAsync(Resource resource, CancellationToken cancellationToken) =>
        RemoveAsync(resource.Key, except: null, cancellationToken);

    // Hubs write "owner/model", which is no name of a model here.
    private static string NameOf(Fields model, Resource resource) =>
        model.GetText("name") is { } name && ModelNames.GetError(name) is null
            ? name
            : resource.Key.Name;

    // What the resource says wins over its presets, of which the last that names a model counts.
    private static Fields FindModel(ReconcileContext context)
    {
        var own = context.Resource.Spec["model"];
        var preset = context.Resource.Spec["baseRefs"].Items.Reverse()
            .SelectMany(item => context.All.Where(other =>
                other.Key.Kind == Preset && other.Key.Name == item.GetText("name")))
            .Select(static other => other.Spec["model"])
            .FirstOrDefault(static model => model["uri"].Exists);
        return own["uri"].Exists || !preset.Exists ? own : preset;
    }

    private static string FindMissingPresets(ReconcileContext context) => string.Join(", ", context.Resource
        .Spec["baseRefs"].Items
        .Select(static item => item.GetText("name") ?? "")
        .Where(name => !context.All.Any(other => other.Key.Kind == Preset && other.Key.Name == name))

        // Those that KServe installs describe pods, and no cluster's user brings them along.
        .Where(static name => !name.StartsWith("kserve-config-llm-", StringComparison.Ordinal)));

    private static ResourceStatus Fail(ReconcileContext context, string type, string reason, string message) => new(
        context.Generation,
        [
            Condition.False(type, reason, message), Condition.False(ResourceStatus.Ready, reason, message),
            .. Notices(context),
        ]);

    private static IEnumerable<Condition> Notices(ReconcileContext context) => context.Resource.Notices.Count == 0
        ? []
        :
        [
            Condition.False("AllFieldsActedOn", "FieldsAccepted", string.Join("; ", context.Resource.Notices)) with
            {
                Severity = "Info",
            },
        ];
}
