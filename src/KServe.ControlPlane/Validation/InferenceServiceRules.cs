namespace KServe.ControlPlane;

/// <summary>The rules of InferenceServices.</summary>
internal static class InferenceServiceRules
{
    public static void Check(Fields resource, ValidationContext context)
    {
        var spec = resource["spec"];
        var predictor = spec["predictor"];
        if (predictor.Exists)
        {
            PredictorRules.Check(predictor, context);
        }

        if (spec["transformer"] is { Exists: true } transformer)
        {
            ComponentRules.Check(transformer, context);
            if (transformer["containers"].Count == 0)
            {
                context.Error(
                    transformer.Position, transformer.Path + ".containers", "exactly one container must be specified");
            }
        }

        if (spec["explainer"] is { Exists: true } explainer)
        {
            CheckExplainer(explainer, context);
        }

        CheckCanaries(spec, context);
    }

    private static void CheckExplainer(Fields explainer, ValidationContext context)
    {
        ComponentRules.Check(explainer, context);
        var types = ExplainerTypes.Names.Where(name => explainer[name].Exists).ToArray();
        var count = types.Length + (explainer["containers"].Count > 0 ? 1 : 0);
        if (count != 1)
        {
            context.Error(
                explainer,
                $"exactly one of {string.Join(", ", ExplainerTypes.Names)} or containers must be specified; got {count}");
        }

        foreach (var type in types)
        {
            context.CheckStorageUri(explainer[type]["storageUri"]);
        }
    }

    private static void CheckCanaries(Fields spec, ValidationContext context)
    {
        var total = 0L;
        var stable = spec["predictor"];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var canary in spec["canary"].Items)
        {
            var predictor = canary["predictor"];
            var name = predictor["name"];
            if (name.Text is not { Length: > 0 } text)
            {
                context.Error(name.Position, name.Path, "is required for a canary");
            }
            else if (!names.Add(text))
            {
                context.Error(name, $"'{text}' names two canaries");
            }
            else if (string.Equals(text, stable.GetText("name"), StringComparison.Ordinal))
            {
                context.Error(name, $"'{text}' is the name of the stable predictor");
            }

            context.CheckRange(canary["trafficPercent"], 0, 100);
            total += canary["trafficPercent"].Integer ?? 0;
            PredictorRules.Check(predictor, context);
            CheckFixed(predictor, stable, context);
        }

        if (total > 100)
        {
            context.Error(spec["canary"], $"the sum of trafficPercent must be at most 100; got {total}");
        }
    }

    private static void CheckFixed(Fields canary, Fields stable, ValidationContext context)
    {
        foreach (var name in (ReadOnlySpan<string>)
            ["workerSpec", "maxReplicas", "scaleTarget", "scaleMetric", "autoScaling"])
        {
            if (canary[name] is { Exists: true } field && field.Integer is not 0)
            {
                context.Error(field, "must not be set for a canary: its replicas are fixed");
            }
        }

        var min = canary["minReplicas"];
        if (min.Integer > (stable["minReplicas"].Integer ?? 1))
        {
            context.Error(min, $"must not exceed minReplicas of the stable predictor; got {min.Integer}");
        }
    }
}
