namespace KServe.ControlPlane;

/// <summary>The rules of what predictor, transformer and explainer have in common.</summary>
internal static class ComponentRules
{
    private const long MaxReplicas = int.MaxValue;

    // Of HTTP, of files, and of what KServe's logger writes objects to.
    private static readonly string[] LoggerSchemes = ["http", "https", "file", "s3", "gs", "abfs", "abfss"];

    private static readonly string[] BlockedVariables = ["LD_PRELOAD", "LD_LIBRARY_PATH", "LD_AUDIT", "PYTHONPATH"];

    public static void Check(Fields component, ValidationContext context)
    {
        CheckReplicas(component, context);
        context.CheckRange(component["containerConcurrency"], 0, 65_536);
        context.CheckRange(component["timeout"], 1, 24 * 86_400);
        context.CheckRange(component["canaryTrafficPercent"], 0, 100);
        CheckLogger(component["logger"], context);
        context.CheckRange(component["batcher"]["maxBatchSize"], 0, 65_536);
        context.CheckRange(component["batcher"]["maxLatency"], 0, 60_000);
        CheckContainers(component, context);
        CheckContainers(component["workerSpec"], context);
    }

    /// <summary>Checks the containers of a pod, and those that run before them.</summary>
    public static void CheckContainers(Fields pod, ValidationContext context)
    {
        foreach (var container in pod["containers"].Items.Concat(pod["initContainers"].Items))
        {
            CheckContainer(container, context);
        }
    }

    /// <summary>Checks the variables of a container, or of a section that is one.</summary>
    public static void CheckContainer(Fields container, ValidationContext context)
    {
        foreach (var variable in container["env"].Items)
        {
            if (variable["name"] is { Text: { } name } field && BlockedVariables.Contains(name))
            {
                context.Error(field, $"the variable '{name}' is not allowed");
            }

            if (variable["name"].Text == "STORAGE_URI")
            {
                context.CheckStorageUri(variable["value"]);
            }
        }
    }

    private static void CheckReplicas(Fields component, ValidationContext context)
    {
        var min = component["minReplicas"];
        var max = component["maxReplicas"];
        context.CheckRange(min, 0, MaxReplicas);
        context.CheckRange(max, 0, MaxReplicas);
        if (max.Integer is > 0 and var most && (min.Integer ?? 1) > most)
        {
            context.Error(
                min.Exists ? min : max,
                $"minReplicas ({min.Integer ?? 1}) cannot be greater than maxReplicas ({most})");
        }
    }

    private static void CheckLogger(Fields logger, ValidationContext context)
    {
        context.CheckUrl(logger["url"], LoggerSchemes);
        context.CheckRange(logger["batchSize"], 1, 10_000);
        var storage = logger["storage"];
        if (!storage.Exists)
        {
            return;
        }

        if (storage["path"] is { Text: { } path } field && path.Split('/', '\\').Contains(".."))
        {
            context.Error(field, $"must not lead out of its place by '..'; got '{path}'");
        }

        foreach (var name in (ReadOnlySpan<string>)["path", "parameters", "key"])
        {
            if (!storage[name].Exists)
            {
                context.Error(storage.Position, $"{storage.Path}.{name}",
                    "is required for a logger that writes to storage");
            }
        }
    }
}
