using System.Globalization;
using System.Text.RegularExpressions;

namespace KServe.ControlPlane;

/// <summary>The rules of the workloads of an LLMInferenceService: decode and prefill.</summary>
internal static partial class WorkloadRules
{
    public static void Check(Fields workload, ValidationContext context)
    {
        context.CheckRange(workload["replicas"], 0, int.MaxValue);
        CheckParallelism(workload, context);
        CheckScaling(workload, context);
        CheckRollout(workload["rolloutStrategy"], workload["worker"].Exists, context);
        CheckCache(workload["kvCacheOffloading"], context);
    }

    private static void CheckParallelism(Fields workload, ValidationContext context)
    {
        var parallelism = workload["parallelism"];
        foreach (var name in (ReadOnlySpan<string>)["tensor", "pipeline", "data", "dataLocal"])
        {
            context.CheckRange(parallelism[name], 1, int.MaxValue);
        }

        context.CheckRange(parallelism["dataRPCPort"], 1, 65_535);
        var hasData = parallelism["data"].Exists || parallelism["dataLocal"].Exists;
        var hasPipeline = parallelism["pipeline"].Exists;
        if (workload["worker"].Exists && !hasData && !hasPipeline)
        {
            context.Error(workload["worker"], "needs parallelism with data and dataLocal, or with pipeline");
        }

        if (hasData && hasPipeline)
        {
            context.Error(parallelism, "must not have pipeline beside data and dataLocal");
        }

        if (parallelism["data"].Exists != parallelism["dataLocal"].Exists)
        {
            var missing = parallelism["data"].Exists ? parallelism["dataLocal"] : parallelism["data"];
            context.Error(missing.Position, missing.Path, "is required: data and dataLocal belong together");
        }
    }

    private static void CheckScaling(Fields workload, ValidationContext context)
    {
        var scaling = workload["scaling"];
        if (!scaling.Exists)
        {
            return;
        }

        if (workload["replicas"].Exists)
        {
            context.Error(scaling, "must not be given beside replicas");
        }

        context.CheckRange(scaling["minReplicas"], 1, int.MaxValue);
        context.CheckRange(scaling["maxReplicas"], 1, int.MaxValue);
        if (scaling["minReplicas"].Integer > scaling["maxReplicas"].Integer)
        {
            context.Error(
                scaling["minReplicas"],
                $"must not exceed maxReplicas; got {scaling["minReplicas"].Integer}");
        }

        var (wva, keda) = (scaling["wva"], scaling["keda"]);
        if (wva.Exists == keda.Exists)
        {
            context.Error(scaling, "must have either wva or keda");
        }
        else if (keda.Exists)
        {
            if (keda["triggers"].Count == 0)
            {
                context.Error(keda.Position, $"{keda.Path}.triggers", "must have at least one trigger");
            }

            CheckKeda(scaling, keda, ownsFormula: false, context);
        }
        else
        {
            CheckVariants(scaling, wva, context);
        }
    }

    private static void CheckVariants(Fields scaling, Fields wva, ValidationContext context)
    {
        if (wva["hpa"].Exists == wva["keda"].Exists)
        {
            context.Error(wva, "must have either hpa or keda");
        }

        if (wva["variantCost"] is { Text: { Length: > 0 } cost } field
            && !CostPattern().IsMatch(cost))
        {
            context.Error(field, $"must be a number of zero or more, like \"10.0\"; got '{cost}'");
        }

        CheckKeda(scaling, wva["keda"], ownsFormula: true, context);
    }

    private static void CheckKeda(Fields scaling, Fields keda, bool ownsFormula, ValidationContext context)
    {
        context.CheckRange(keda["pollingInterval"], 1, int.MaxValue);
        context.CheckRange(keda["cooldownPeriod"], 0, int.MaxValue);
        context.CheckRange(keda["initialCooldownPeriod"], 0, int.MaxValue);
        context.CheckRange(keda["idleReplicaCount"], 0, int.MaxValue);
        if (keda["idleReplicaCount"].Integer is { } idle
            && (scaling["minReplicas"].Integer is not { } min || idle >= min))
        {
            context.Error(keda["idleReplicaCount"], $"must be less than minReplicas of the scaling; got {idle}");
        }

        var advanced = keda["advanced"];
        if (ownsFormula && advanced["scalingModifiers"].Count > 0)
        {
            context.Error(advanced["scalingModifiers"], "must not be given: wva sets the formula");
        }

        if (advanced["horizontalPodAutoscalerConfig"]["name"] is { Text: { Length: > 0 } } name)
        {
            context.Error(name, "must not be given: the name is the controller's");
        }
    }

    private static void CheckRollout(Fields rollout, bool isMultiNode, ValidationContext context)
    {
        var (unavailable, surge) = (rollout["maxUnavailable"], rollout["maxSurge"]);
        CheckShare(unavailable, context);
        CheckShare(surge, context);
        if (IsZero(unavailable) && (IsZero(surge) || (isMultiNode && !surge.Exists)))
        {
            context.Error(rollout, "needs a maxSurge above zero when maxUnavailable is zero");
        }
    }

    private static void CheckShare(Fields field, ValidationContext context)
    {
        if (field.Integer is not null)
        {
            context.CheckRange(field, 0, int.MaxValue);
        }
        else if (field.Text is { } text
            && !(text.EndsWith('%')
                && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var percent)
                && percent <= 100))
        {
            context.Error(field, $"must be a number of zero or more, or a share up to 100%; got '{text}'");
        }
    }

    private static bool IsZero(Fields field) => field.Text is "0" or "0%";

    private static void CheckCache(Fields cache, ValidationContext context)
    {
        var tiers = cache["secondary"];
        if (tiers.Count > 0 && !cache["cpu"].Exists)
        {
            context.Error(cache.Position, $"{cache.Path}.cpu", "is required beside secondary tiers");
        }

        foreach (var tier in tiers.Items)
        {
            var files = tier["fileSystem"];
            if (files["emptyDir"].Exists == files["pvc"].Exists)
            {
                context.Error(tier, "must have a fileSystem with either emptyDir or pvc");
            }

            if (files["pvc"] is { Exists: true } claim && claim["spec"].Exists == claim["ref"].Exists)
            {
                context.Error(claim, "must have either spec or ref");
            }

            if (files["pvc"]["ref"]["name"] is { Text: "" } name)
            {
                context.Error(name, "must not be empty");
            }
        }
    }

    [GeneratedRegex("^[0-9]+(\\.[0-9]+)?\\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex CostPattern();
}
