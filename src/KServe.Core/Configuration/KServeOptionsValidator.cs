using Microsoft.Extensions.Options;

namespace KServe;

/// <summary>Checks all options and reports every error at once.</summary>
internal sealed class KServeOptionsValidator(
    NamedParts<Transformer> transformers,
    NamedParts<Explainer> explainers,
    IBatcherFactory? batcher = null) : IValidateOptions<KServeOptions>
{
    public ValidateOptionsResult Validate(string? name, KServeOptions options)
    {
        List<string> errors = [];
        if (string.IsNullOrWhiteSpace(options.ServerName))
        {
            errors.Add("KServe:ServerName must not be empty.");
        }

        OptionRules.RequireRange(errors, "KServe:MaxParallelLoads", options.MaxParallelLoads, 1, 1024);
        if (options.DrainDelay < TimeSpan.Zero)
        {
            errors.Add($"KServe:DrainDelay must not be negative, got {options.DrainDelay}.");
        }

        if (options.ModelMemoryLimit is { } limit and <= 0)
        {
            errors.Add($"KServe:ModelMemoryLimit must be more than zero, got {limit}.");
        }

        ValidatePropagation(errors, options.Propagation);
        HashSet<(string Name, string? Version)> seen = [];
        foreach (var definition in ModelDefinition.All(options))
        {
            ValidateModel(errors, Key(definition), definition);
            ValidateCanaries(errors, Key(definition), definition);
            if (!seen.Add((definition.Name, definition.Options.Version)))
            {
                errors.Add($"{Key(definition)} is defined twice; give each a Version of its own.");
            }
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private void ValidateCanaries(List<string> errors, string key, ModelDefinition definition)
    {
        CanaryRules.ValidateAll(errors, key, definition.Canaries);
        foreach (var canary in definition.Canaries)
        {
            ValidateModel(errors, $"{key}:Canaries:{canary.Name}:Model", canary.Model);
        }
    }

    private void ValidateModel(List<string> errors, string key, ModelDefinition definition)
    {
        var model = definition.Options;
        if (ModelNames.GetError(definition.Name) is { } nameError)
        {
            errors.Add($"{key}: {nameError}.");
        }

        if (model.Version is { } version && !ModelNames.IsValidVersion(version))
        {
            errors.Add($"{key}:Version must be 1 to 64 letters, digits, '.', '-' or '_', got '{version}'.");
        }

        if (definition.PredictorFactory is null && string.IsNullOrWhiteSpace(model.Uri))
        {
            errors.Add($"{key}:Uri is missing: say where the model lies.");
        }

        OptionRules.RequireRange(errors, $"{key}:MaxConcurrency", model.MaxConcurrency, 1, 65_536);
        OptionRules.RequireRange(errors, $"{key}:QueueLength", model.EffectiveQueueLength, 0, 1_000_000);
        OptionRules.RequirePositive(errors, $"{key}:QueueTimeout", model.QueueTimeout);
        OptionRules.RequirePositive(errors, $"{key}:RequestTimeout", model.RequestTimeout);
        OptionRules.RequirePositive(errors, $"{key}:LoadTimeout", model.LoadTimeout);
        if (model.StickyHeader is { } sticky && HeaderNames.GetError(sticky) is { } stickyError)
        {
            errors.Add($"{key}:StickyHeader: '{sticky}' {stickyError}.");
        }

        if (model.ExplainTimeout is { } explainTimeout)
        {
            OptionRules.RequirePositive(errors, $"{key}:ExplainTimeout", explainTimeout);
        }

        if (model.MemoryBytes is { } bytes and < 0)
        {
            errors.Add($"{key}:MemoryBytes must not be negative, got {bytes}.");
        }

        ValidateParts(errors, key, definition);
        ValidateEnums(errors, key, model);
        if (model.Batching is { } batching)
        {
            BatchingRules.Validate(errors, $"{key}:Batching", batching, batcher is not null);
        }
    }

    private static void ValidateEnums(List<string> errors, string key, ModelOptions model)
    {
        if (!Enum.IsDefined(model.VersionPolicy))
        {
            errors.Add($"{key}:VersionPolicy must be Latest or All.");
        }

        if (!Enum.IsDefined(model.QueueOverflow))
        {
            errors.Add($"{key}:QueueOverflow must be Unavailable or TooManyRequests.");
        }
    }

    private void ValidateParts(List<string> errors, string key, ModelDefinition definition)
    {
        foreach (var name in definition.Options.Transformers.Concat(definition.TransformerNames))
        {
            if (transformers.GetError(name, "AddTransformer") is { } error)
            {
                errors.Add($"{key}:Transformers: {error}");
            }
        }

        if (definition.Options.Explainer is { } explainer
            && explainers.GetError(explainer, "AddExplainer") is { } missing)
        {
            errors.Add($"{key}:Explainer: {missing}");
        }
    }

    private static void ValidatePropagation(List<string> errors, HeaderPropagationOptions options)
    {
        const string Key = "KServe:Propagation:Headers";
        OptionRules.RequireRange(errors, $"{Key}:Count", options.Headers.Count, 0, HeaderPropagationOptions.MaxHeaders);
        foreach (var name in options.Headers)
        {
            if (HeaderNames.GetError(name) is { } error)
            {
                errors.Add($"{Key}: '{name}' {error}.");
            }
        }
    }

    private static string Key(ModelDefinition definition) => $"KServe:Models:{definition.Name}";
}
