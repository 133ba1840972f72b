using Microsoft.Extensions.Options;

namespace KServe;

/// <summary>Turns what code says about a model at run time into a definition, checked as at the start.</summary>
internal sealed class DefinitionFactory(IEnumerable<IValidateOptions<KServeOptions>> validators)
{
    /// <summary>Builds and checks a definition.</summary>
    /// <exception cref="OptionsValidationException">Something is wrong; all errors are named.</exception>
    public ModelDefinition Create(string modelName, Action<ModelBuilder> configure)
    {
        var model = new ModelBuilder();
        configure(model);
        var definition = model.Build(modelName);
        Validate(definition);
        return definition;
    }

    /// <summary>Builds and checks the definition of a canary.</summary>
    /// <exception cref="OptionsValidationException">Something is wrong; all errors are named.</exception>
    public TrackDefinition CreateCanary(
        string modelName,
        string track,
        Action<ModelBuilder> configure,
        Action<CanaryOptions>? traffic)
    {
        var model = new ModelBuilder().UseCanary(track, configure, traffic);

        // The stable definition was checked before; here it is only what the canary hangs on.
        model.Options.Uri = "stable";
        var definition = model.Build(modelName);
        Validate(definition);
        return definition.Canaries[0];
    }

    private void Validate(ModelDefinition definition)
    {
        // The model alone: what the start has checked, or what has changed since, is none of its errors.
        var options = new KServeOptions();
        options.Definitions.Add(definition);
        string[] errors =
        [
            .. validators
                .Select(validator => validator.Validate(Options.DefaultName, options))
                .Where(static result => result.Failed)
                .SelectMany(static result => result.Failures ?? []),
        ];
        if (errors.Length > 0)
        {
            throw new OptionsValidationException(definition.Name, typeof(ModelOptions), errors);
        }
    }
}
