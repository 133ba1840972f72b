using Microsoft.Extensions.Logging;

namespace KServe.ControlPlane;

/// <summary>Makes models of LLMInferenceServices, once a runtime for language models is there.</summary>
internal sealed class LanguageModelHandler(
    ModelRegistry registry,
    ModelOwners owners,
    LanguageModelMapper mapper,
    RuntimeCatalog runtimes,
    ControlPlaneContext host,
    ILogger<LanguageModelHandler> logger) : ModelHandler(registry, owners, logger), IResourceHandler
{
    private const string Workloads = "WorkloadsReady";
    private const string Presets = "PresetsCombined";
    private const string StopAnnotation = "serving.kserve.io/stop";

    public bool Handles(ResourceKind kind) => kind.Name == "LLMInferenceService";

    public async Task<ResourceStatus> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        var resource = context.Resource;
        if (string.Equals(resource.Annotation(StopAnnotation), "true", StringComparison.OrdinalIgnoreCase))
        {
            await RemoveAsync(resource.Key, except: null, cancellationToken);
            return Fail(context, Workloads, "Stopped", $"the annotation {StopAnnotation} holds it");
        }

        if (LanguageModelMapper.FindMissingPresets(resource, context.All) is { Count: > 0 } missing)
        {
            var names = string.Join(", ", missing);
            return Fail(context, Presets, "BaseRefNotFound", $"there is no {LanguageModelMapper.Preset} {names}");
        }

        var spec = LanguageModelMapper.Merge(resource, context.All);
        if (CheckMerged(resource, spec) is { Length: > 0 } errors)
        {
            return Fail(context, Presets, "InvalidRenderedConfig", errors);
        }

        if (spec["model"].GetText("uri") is not { } uri)
        {
            return Fail(context, Workloads, "ModelNotSpecified", "neither the resource nor a preset names a model.uri");
        }

        if (LanguageFormats.All.FirstOrDefault(runtimes.HasFormat) is not { } format)
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
            return await ServeAsync(context, spec, mapper.Plan(resource, spec, uri, format), cancellationToken);
        }
        catch (PlanException failure)
        {
            return Fail(context, Workloads, failure.Reason, failure.Message);
        }
    }

    public Task DeleteAsync(Resource resource, CancellationToken cancellationToken) =>
        RemoveAsync(resource.Key, except: null, cancellationToken);

    private async Task<ResourceStatus> ServeAsync(
        ReconcileContext context,
        Fields spec,
        LanguageModelPlan plan,
        CancellationToken cancellationToken)
    {
        var model = new OwnedModel(context.Resource.Key, plan.ModelName, NodeYaml.Write(spec.Node!))
        {
            ServedNames = plan.ServedNames,
        };
        await DefineAsync(model, plan.Configure, cancellationToken);
        return new ResourceStatus(
            context.Generation,
            [
                Condition.True(Presets), Condition.True(Workloads), Condition.True("RouterReady"),
                Condition.True(ResourceStatus.Ready), .. Notices([.. context.Resource.Notices, .. plan.Notices]),
            ])
        {
            ServedGeneration = context.Generation,
            Details = static url => new NodeBuilder().Add("url", url).Build(),
        };
    }

    // What each of them may say alone they may not say together.
    private string CheckMerged(Resource resource, Fields spec)
    {
        if (resource.Spec["baseRefs"].Count == 0 || spec.Node is not { } node)
        {
            return "";
        }

        var errors = new ErrorList(resource.File);
        LanguageModelRules.Check(
            new Fields(resource.Root.With("spec", node), ""), new ValidationContext(errors, host.StorageSchemes));
        return string.Join("; ", errors.InOrder().Select(static error => $"{error.Field}: {error.Message}"));
    }

    private static ResourceStatus Fail(ReconcileContext context, string type, string reason, string message) => new(
        context.Generation,
        [
            Condition.False(type, reason, message), Condition.False(ResourceStatus.Ready, reason, message),
            .. Notices(context.Resource.Notices),
        ]);

    private static IEnumerable<Condition> Notices(IReadOnlyList<string> notices) => notices.Count == 0
        ? []
        :
        [
            Condition.False("AllFieldsActedOn", "FieldsAccepted", string.Join("; ", notices)) with
            {
                Severity = "Info",
            },
        ];
}
