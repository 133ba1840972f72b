using System.Text.RegularExpressions;

namespace KServe.ControlPlane;

/// <summary>Turns an LLMInferenceService, over its presets, into a language model of this process.</summary>
internal sealed partial class LanguageModelMapper(StorageAddress storage)
{
    public const string Preset = "LLMInferenceServiceConfig";

    /// <summary>The container whose arguments are the model server's.</summary>
    private const string Main = "main";

    // Where KServe itself lives on a cluster, and presets for all namespaces with it.
    private const string SystemNamespace = "kserve";

    /// <summary>Lays a service over its presets, of which the later wins over the earlier.</summary>
    public static Fields Merge(Resource service, IReadOnlyCollection<Resource> resources)
    {
        var spec = MappingNode.Empty;
        foreach (var name in PresetNames(service))
        {
            if (FindPreset(name, service.Key.Namespace, resources) is { Spec.Node: MappingNode preset })
            {
                spec = SpecMerge.Merge(spec, preset);
            }
        }

        return new Fields(
            service.Spec.Node is MappingNode own ? SpecMerge.Merge(spec, own) : spec, "spec", service.Spec.Position);
    }

    /// <summary>Finds the presets that a service names and nobody has brought.</summary>
    public static IReadOnlyList<string> FindMissingPresets(Resource service, IReadOnlyCollection<Resource> resources) =>
    [
        .. PresetNames(service)
            .Where(name => FindPreset(name, service.Key.Namespace, resources) is null)

            // Those that KServe installs describe pods, and no cluster's user brings them along.
            .Where(static name => !name.StartsWith("kserve-config-llm-", StringComparison.Ordinal)),
    ];

    /// <summary>Plans the model of a merged spec that names one.</summary>
    public LanguageModelPlan Plan(Resource service, Fields spec, string uri, string format)
    {
        var model = spec["model"];
        var settings = new ContainerSettings { IsLanguageModel = true };
        var container = spec["template"]["containers"].Items.FirstOrDefault(static item =>
            item.GetText("name") == Main);
        if (container.Exists)
        {
            settings.Read(container, text => Expand(text, service, model));
        }

        var spoken = model.GetText("name");
        var name = spoken is not null && ModelNames.GetError(spoken) is null ? spoken
            : settings.ModelName ?? service.Key.Name;
        string[] served =
        [
            .. (spoken is null ? [] : new[] { spoken }).Concat(settings.ServedNames)
                .Where(other => other != name)
                .Distinct(StringComparer.Ordinal),
        ];
        return new LanguageModelPlan(name, served, settings.Notices, builder =>
        {
            builder.Options.Uri = storage.Map(uri);
            builder.Options.Format = format;
            foreach (var (parameter, value) in settings.Parameters)
            {
                builder.Options.Parameters[parameter] = value;
            }
        });
    }

    private static IEnumerable<string> PresetNames(Resource service) =>
        service.Spec["baseRefs"].Items.Select(static item => item.GetText("name") ?? "");

    private static Resource? FindPreset(string name, string space, IReadOnlyCollection<Resource> resources) =>
        resources.FirstOrDefault(resource => resource.Key == new ResourceKey(Preset, space, name))
        ?? resources.FirstOrDefault(resource => resource.Key == new ResourceKey(Preset, SystemNamespace, name));

    // The templates of presets that say what a model is called; all others are of pods and routes.
    private static string Expand(string text, Resource service, Fields model) => TemplatePattern().Replace(
        text,
        match => match.Groups["name"].Value switch
        {
            "Spec.Model.Name" => model.GetText("name") ?? service.Key.Name,
            "Name" or "ObjectMeta.Name" => service.Key.Name,
            "Namespace" or "ObjectMeta.Namespace" => service.Key.Namespace,
            _ => match.Value,
        });

    [GeneratedRegex(
        @"\{\{-? *\.(?<name>[A-Za-z.]+) *-?\}\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TemplatePattern();
}
