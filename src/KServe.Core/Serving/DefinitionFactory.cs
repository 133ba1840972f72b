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
        return errors.Length == 0
            ? definition
            : throw new OptionsValidationException(modelName, typeof(ModelOptions), errors);
    }
}
