namespace KServe;

/// <summary>Checks what options say about canaries.</summary>
internal static class CanaryRules
{
    /// <summary>The most canaries of one model.</summary>
    public const int MaxCanaries = 15;

    private const int MaxMatches = 64;
    private const int MaxSteps = 64;

    public static void ValidateAll(List<string> errors, string key, IReadOnlyList<TrackDefinition> canaries)
    {
        OptionRules.RequireRange(errors, $"{key}:Canaries:Count", canaries.Count, 0, MaxCanaries);
        var total = 0;
        foreach (var canary in canaries)
        {
            var canaryKey = $"{key}:Canaries:{canary.Name}";
            Validate(errors, canaryKey, canary);
            total += canary.Options.Rollout is null ? TrafficShare.FromPercent(canary.Options.TrafficPercent) : 0;
        }

        if (total > TrafficShare.All)
        {
            errors.Add($"{key}:Canaries: the traffic of all canaries must add up to at most 100 percent.");
        }
    }

    public static void Validate(List<string> errors, string key, TrackDefinition canary)
    {
        var options = canary.Options;
        if (!ModelNames.IsValidVersion(canary.Name)
            || string.Equals(canary.Name, Track.StableName, StringComparison.Ordinal))
        {
            errors.Add($"{key}: a name of 1 to 64 letters, digits, '.', '-' or '_' that is not "
                + $"'{Track.StableName}' was expected.");
        }

        RequirePercent(errors, $"{key}:TrafficPercent", options.TrafficPercent);
        if (canary.Model.Canaries.Count > 0)
        {
            errors.Add($"{key}:Model:Canaries: a canary has no canaries of its own.");
        }

        OptionRules.RequireRange(errors, $"{key}:Matches:Count", options.Matches.Count, 0, MaxMatches);
        for (var i = 0; i < options.Matches.Count; i++)
        {
            ValidateMatch(errors, $"{key}:Matches:{i}", options.Matches[i]);
        }

        if (options.Shadow is { } shadow)
        {
            ValidateShadow(errors, $"{key}:Shadow", shadow);
        }

        if (options.Rollout is { } rollout)
        {
            ValidateRollout(errors, $"{key}:Rollout", rollout);
        }
    }

    private static void ValidateMatch(List<string> errors, string key, HeaderMatchOptions match)
    {
        if (HeaderNames.GetError(match.Header) is { } error)
        {
            errors.Add($"{key}:Header: '{match.Header}' {error}.");
        }

        if (match.Value is null == match.Prefix is null)
        {
            errors.Add($"{key}: either Value or Prefix was expected.");
        }
    }

    private static void ValidateShadow(List<string> errors, string key, ShadowOptions shadow)
    {
        RequirePercent(errors, $"{key}:Percent", shadow.Percent);
        OptionRules.RequireRange(errors, $"{key}:MaxConcurrency", shadow.MaxConcurrency, 1, 65_536);
        OptionRules.RequireRange(errors, $"{key}:MaxBytes", shadow.MaxBytes, 1, int.MaxValue);
        if (!(shadow.Tolerance >= 0))
        {
            errors.Add($"{key}:Tolerance must not be negative, got {shadow.Tolerance}.");
        }
    }

    private static void ValidateRollout(List<string> errors, string key, RolloutOptions rollout)
    {
        OptionRules.RequireRange(errors, $"{key}:Steps:Count", rollout.Steps.Count, 0, MaxSteps);
        var last = 0.0;
        foreach (var step in rollout.Steps)
        {
            if (!TrafficShare.IsValid(step) || step <= last)
            {
                errors.Add($"{key}:Steps must ascend, above 0 to at most 100 in steps of 0.01, got {step}.");
            }

            last = step;
        }

        OptionRules.RequirePositive(errors, $"{key}:StepDuration", rollout.StepDuration);
        OptionRules.RequirePositive(errors, $"{key}:Interval", rollout.Interval);
        OptionRules.RequirePositive(errors, $"{key}:Window", rollout.Window);
        OptionRules.RequireRange(errors, $"{key}:MinRequests", rollout.MinRequests, 1, 1_000_000_000);
        RequireShare(errors, $"{key}:MaxErrorRate", rollout.MaxErrorRate);
        RequireShare(errors, $"{key}:MaxErrorRateIncrease", rollout.MaxErrorRateIncrease);
        if (rollout.LatencyQuantile is not (> 0 and < 1))
        {
            errors.Add($"{key}:LatencyQuantile must be above 0 and below 1, got {rollout.LatencyQuantile}.");
        }

        if (rollout.MaxLatencyRatio is not (null or > 0))
        {
            errors.Add($"{key}:MaxLatencyRatio must be more than zero, got {rollout.MaxLatencyRatio}.");
        }

        if (rollout.MaxLatency is { } latency)
        {
            OptionRules.RequirePositive(errors, $"{key}:MaxLatency", latency);
        }
    }

    private static void RequirePercent(List<string> errors, string key, double value)
    {
        if (!TrafficShare.IsValid(value))
        {
            errors.Add($"{key} must be from 0 to 100 in steps of 0.01, got {value}.");
        }
    }

    private static void RequireShare(List<string> errors, string key, double value)
    {
        if (value is not (>= 0 and <= 1))
        {
            errors.Add($"{key} must be from 0 to 1, got {value}.");
        }
    }
}
