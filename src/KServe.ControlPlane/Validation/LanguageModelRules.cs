using System.Text.RegularExpressions;

namespace KServe.ControlPlane;

/// <summary>The rules of LLMInferenceServices, as KServe's webhook has them.</summary>
internal static partial class LanguageModelRules
{
    private const long MaxWeight = 1_000_000;
    private const int MaxGroupLength = 63;

    public static void Check(Fields resource, ValidationContext context)
    {
        var spec = resource["spec"];
        var model = spec["model"];
        context.CheckStorageUri(model["uri"]);
        WorkloadRules.Check(spec, context);
        var prefill = spec["prefill"];
        if (prefill.Exists)
        {
            WorkloadRules.Check(prefill, context);
            CheckSameScaling(spec["scaling"], prefill["scaling"], context);
        }

        CheckAdapters(model["lora"], model.GetText("name") ?? resource["metadata"].GetText("name"), context);
        CheckRoute(spec["router"], context);
        CheckScheduler(spec["router"]["scheduler"], context);
        DeviceRules.Check(resource["metadata"]["annotations"], context);
        context.CheckConfidential(model["confidential"]);
    }

    /// <summary>Says what a newer text of a service must not change.</summary>
    public static void CheckChange(Fields former, Fields latter, ErrorList errors)
    {
        CheckSize(former["parallelism"], latter["parallelism"], errors);
        if (former["prefill"].Exists && latter["prefill"].Exists)
        {
            CheckSize(former["prefill"]["parallelism"], latter["prefill"]["parallelism"], errors);
        }
    }

    /// <summary>Checks a preset, which may leave out anything but must not refer to others.</summary>
    public static void CheckConfig(Fields spec, ValidationContext context)
    {
        if (spec["baseRefs"].Count > 0)
        {
            context.Error(spec["baseRefs"], "must not be given: presets do not build on presets");
        }

        CheckScheduler(spec["router"]["scheduler"], context);
    }

    private static void CheckAdapters(Fields lora, string? baseName, ValidationContext context)
    {
        foreach (var name in (ReadOnlySpan<string>)["maxRank", "maxAdapters", "maxCpuAdapters"])
        {
            context.CheckRange(lora[name], 1, int.MaxValue);
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var adapter in lora["adapters"].Items)
        {
            var name = adapter["name"];
            if (name.Text is not { Length: > 0 } text)
            {
                context.Error(name.Position, name.Path, "is required for an adapter");
            }
            else if (text is "." or "..")
            {
                context.Error(name, $"must not be '{text}'");
            }
            else if (!names.Add(text))
            {
                context.Error(name, $"'{text}' names two adapters");
            }
            else if (text == baseName)
            {
                context.Error(name, $"'{text}' is the name of the base model");
            }
        }
    }

    private static void CheckRoute(Fields router, ValidationContext context)
    {
        var route = router["route"];
        var http = route["http"];
        var refs = http["refs"].Count > 0;
        if (refs && http["spec"].Exists)
        {
            context.Error(http, "must not have refs beside a spec: choose one");
        }

        if (refs && router["gateway"].Exists && router["gateway"]["refs"].Count == 0)
        {
            context.Error(http["refs"], "must not be given beside a gateway without refs");
        }

        var (parents, gateways) = (http["spec"]["parentRefs"], router["gateway"]["refs"]);
        if (parents.Count > 0 && gateways.Count > 0 && !NamesOf(parents).SequenceEqual(NamesOf(gateways)))
        {
            context.Error(parents, $"must be those of {gateways.Path}, or be left out");
        }

        context.CheckRange(route["weight"], 0, MaxWeight);
        if (route["group"] is { Text: { } group } field
            && (group.Length > MaxGroupLength || !GroupPattern().IsMatch(group)))
        {
            context.Error(field, $"must consist of at most {MaxGroupLength} lower case letters, digits or '-'");
        }

        CheckTraffic(router, route, refs, context);
    }

    private static void CheckTraffic(Fields router, Fields route, bool hasRefs, ValidationContext context)
    {
        var (group, weight) = (route["group"], route["weight"]);
        if (!group.Exists && !weight.Exists)
        {
            return;
        }

        if (router["ingress"].Exists)
        {
            context.Error(route, "group and weight need routes of a gateway; the router has an ingress");
        }
        else if (group.Exists != weight.Exists)
        {
            var missing = group.Exists ? weight : group;
            context.Error(missing.Position, missing.Path, "is required: group and weight belong together");
        }
        else if (hasRefs)
        {
            context.Error(group, "must not be given beside route.http.refs");
        }
    }

    private static void CheckScheduler(Fields scheduler, ValidationContext context)
    {
        context.CheckRange(scheduler["replicas"], 1, int.MaxValue);
        var config = scheduler["config"];
        if (config.Exists && config["inline"].Exists == config["ref"].Exists)
        {
            context.Error(config, "must have either inline or ref");
        }

        if (config["inline"] is { Node: MappingNode { Entries.Count: 0 } } inline)
        {
            context.Error(inline, "must not be empty");
        }

        if (config["ref"] is { Exists: true } reference && reference.GetText("name") is not { Length: > 0 })
        {
            context.Error(reference.Position, $"{reference.Path}.name", "is required");
        }
    }

    private static void CheckSameScaling(Fields decode, Fields prefill, ValidationContext context)
    {
        if (!decode.Exists || !prefill.Exists)
        {
            return;
        }

        if (decode["keda"].Exists != prefill["keda"].Exists)
        {
            context.Error(prefill, "must use the same mechanism as spec.scaling: wva or keda");
        }
        else if (decode["wva"].Exists && prefill["wva"].Exists
            && decode["wva"]["hpa"].Exists != prefill["wva"]["hpa"].Exists)
        {
            context.Error(prefill["wva"], "must use the same actuator as spec.scaling.wva: hpa or keda");
        }
    }

    private static IEnumerable<(string?, string?, string?)> NamesOf(Fields refs) => refs.Items
        .Select(static item => (item.GetText("namespace"), item.GetText("name"), item.GetText("sectionName")))
        .Order();

    private static void CheckSize(Fields former, Fields latter, ErrorList errors)
    {
        var (was, wanted) = (SizeOf(former), SizeOf(latter));
        if (was != wanted)
        {
            errors.Add(
                latter.Position,
                latter.Path,
                $"must keep the number of nodes, which was {was} and would be {wanted}: delete the service first");
        }
    }

    // How many pods share a replica.
    private static long SizeOf(Fields parallelism)
    {
        if (parallelism["data"].Exists || parallelism["dataLocal"].Exists)
        {
            var data = Math.Max(parallelism["data"].Integer ?? 1, 1);
            return Math.Max(data / Math.Max(parallelism["dataLocal"].Integer ?? 1, 1), 1);
        }

        return parallelism["pipeline"].Integer ?? 1;
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?\\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex GroupPattern();
}
