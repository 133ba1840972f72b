using Microsoft.Extensions.Options;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Checks all options and reports every error at once.</summary>
internal sealed class OnnxRuntimeOptionsValidator : IValidateOptions<OnnxRuntimeOptions>
{
    public const int MaxThreads = 1024;

    public ValidateOptionsResult Validate(string? name, OnnxRuntimeOptions options)
    {
        List<string> errors = [];
        RequireRange(errors, nameof(options.IntraOpThreads), options.IntraOpThreads, min: 0);
        RequireRange(errors, nameof(options.InterOpThreads), options.InterOpThreads, min: 1);
        RequireDefined(errors, nameof(options.GraphOptimization), options.GraphOptimization);
        RequireDefined(errors, nameof(options.ExecutionMode), options.ExecutionMode);
        RequireDefined(errors, nameof(options.MinimumLogLevel), options.MinimumLogLevel);
        if (!ExecutionProviders.IsKnown(options.ExecutionProvider))
        {
            AddError(
                errors,
                nameof(options.ExecutionProvider),
                $"one of {ExecutionProviders.Describe()}",
                options.ExecutionProvider);
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void RequireRange(List<string> errors, string key, int value, int min)
    {
        if (value < min || value > MaxThreads)
        {
            AddError(errors, key, $"from {min} to {MaxThreads}", value);
        }
    }

    private static void RequireDefined<T>(List<string> errors, string key, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            AddError(errors, key, $"one of {string.Join(", ", Enum.GetNames<T>())}", value);
        }
    }

    private static void AddError<T>(List<string> errors, string key, string expected, T value) =>
        errors.Add($"{nameof(OnnxRuntimeOptions)}.{key} must be {expected}, got '{value}'.");
}
