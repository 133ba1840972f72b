using Microsoft.Extensions.Options;

namespace KServe.ModelMesh;

/// <summary>Checks all options and reports every error at once.</summary>
internal sealed class ModelMeshOptionsValidator : IValidateOptions<ModelMeshOptions>
{
    private const string Section = ModelMeshOptions.SectionName;
    private const int MaxCount = 1_000_000;

    public ValidateOptionsResult Validate(string? name, ModelMeshOptions options)
    {
        List<string> errors = [];
        RequirePositive(errors, nameof(options.Budget), options.Budget);
        RequirePositive(errors, nameof(options.DefaultModelSize), options.DefaultModelSize);
        RequireCount(errors, nameof(options.MaxConcurrentLoads), options.MaxConcurrentLoads, 1024);
        RequireCount(errors, nameof(options.MaxQueuedLoads), options.MaxQueuedLoads, MaxCount);
        RequireCount(errors, nameof(options.MaxWaitingRequests), options.MaxWaitingRequests, MaxCount);
        RequireCount(
            errors, nameof(options.MaxWaitingRequestsPerModel), options.MaxWaitingRequestsPerModel, MaxCount);
        RequirePositive(errors, nameof(options.QueueTimeout), options.QueueTimeout);
        RequirePositive(errors, nameof(options.LoadTimeout), options.LoadTimeout);
        RequirePositive(errors, nameof(options.FailureExpiry), options.FailureExpiry);
        RequirePositive(errors, nameof(options.ScanInterval), options.ScanInterval);
        RequirePositive(errors, nameof(options.IdleTimeout), options.IdleTimeout ?? TimeSpan.FromSeconds(1));
        if (options.MaxFailureExpiry < options.FailureExpiry)
        {
            errors.Add($"{Section}:MaxFailureExpiry must be at least FailureExpiry, got {options.MaxFailureExpiry}.");
        }

        if (options.MinResidency < TimeSpan.Zero)
        {
            errors.Add($"{Section}:MinResidency must not be negative, got {options.MinResidency}.");
        }

        if (!(options.SizeFactor is >= 0.1 and <= 100))
        {
            errors.Add($"{Section}:SizeFactor must be from 0.1 to 100, got {options.SizeFactor}.");
        }

        ValidateModels(errors, options);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void ValidateModels(List<string> errors, ModelMeshOptions options)
    {
        foreach (var (model, described) in options.Models)
        {
            MeshModelRules.Validate(
                errors, $"{Section}:Models:{model}", model, described, options.Builders.ContainsKey(model));
        }

        foreach (var (alias, target) in options.Aliases)
        {
            if (ModelNames.GetError(alias) is { } error)
            {
                errors.Add($"{Section}:Aliases:{alias}: {error}.");
            }

            if (options.Models.ContainsKey(alias))
            {
                errors.Add($"{Section}:Aliases:{alias} is the name of a model too.");
            }

            if (string.IsNullOrWhiteSpace(target))
            {
                errors.Add($"{Section}:Aliases:{alias} must name a model.");
            }
        }
    }

    private static void RequirePositive(List<string> errors, string key, long value)
    {
        if (value <= 0)
        {
            errors.Add($"{Section}:{key} must be more than zero, got {value}.");
        }
    }

    private static void RequirePositive(List<string> errors, string key, TimeSpan value)
    {
        if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(24))
        {
            errors.Add($"{Section}:{key} must be more than zero and at most 24 days, got {value}.");
        }
    }

    private static void RequireCount(List<string> errors, string key, int value, int max)
    {
        if (value < 1 || value > max)
        {
            errors.Add($"{Section}:{key} must be from 1 to {max}, got {value}.");
        }
    }
}
