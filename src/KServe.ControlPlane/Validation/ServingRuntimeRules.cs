namespace KServe.ControlPlane;

/// <summary>The rules of serving runtimes.</summary>
internal static class ServingRuntimeRules
{
    public static void Check(Fields spec, ValidationContext context)
    {
        ComponentRules.CheckContainers(spec, context);
        ComponentRules.CheckContainers(spec["workerSpec"], context);
        Dictionary<string, long> priorities = new(StringComparer.Ordinal);
        foreach (var format in spec["supportedModelFormats"].Items)
        {
            var priority = format["priority"];
            context.CheckRange(priority, 1, int.MaxValue);
            if (format.GetText("name") is { } name
                && priority.Integer is { } rank
                && format["autoSelect"].IsTrue
                && !priorities.TryAdd(name, rank)
                && priorities[name] != rank)
            {
                context.Error(priority, $"different priorities are assigned for the model format '{name}'");
            }
        }
    }
}
