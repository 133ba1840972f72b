namespace KServe;

/// <summary>Checks the batching options of one model.</summary>
internal static class BatchingRules
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    public static void Validate(List<string> errors, string key, BatchingOptions options, bool hasBatcher)
    {
        if (!hasBatcher)
        {
            errors.Add($"{key} needs a batcher: reference the package KServe.Batching and call AddBatching().");
        }

        OptionRules.RequireRange(errors, $"{key}:MaxBatchSize", options.MaxBatchSize, 1, 65_536);
        if (options.MaxDelay < TimeSpan.Zero || options.MaxDelay > LongestDelay)
        {
            errors.Add($"{key}:MaxDelay must be from zero to one minute, got {options.MaxDelay}.");
        }

        foreach (var size in options.PreferredBatchSizes)
        {
            OptionRules.RequireRange(errors, $"{key}:PreferredBatchSizes", size, 1, Math.Max(1, options.MaxBatchSize));
        }

        OptionRules.RequireRange(
            errors, $"{key}:PriorityLevels", options.PriorityLevels, 1, BatchingOptions.MaxLevels);
        OptionRules.RequireRange(
            errors, $"{key}:DefaultPriority", options.DefaultPriority, 1, Math.Max(1, options.PriorityLevels));
        if (options.Padding is { } padding)
        {
            ValidatePadding(errors, $"{key}:Padding", padding);
        }
    }

    private static void ValidatePadding(List<string> errors, string key, BatchPaddingOptions padding)
    {
        if (!Enum.IsDefined(padding.Mode))
        {
            errors.Add($"{key}:Mode must be None, Longest or Multiple.");
        }

        OptionRules.RequireRange(errors, $"{key}:Multiple", padding.Multiple, 1, 65_536);
    }
}
