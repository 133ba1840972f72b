using Microsoft.Extensions.Options;

namespace KServe.Detectors;

/// <summary>Reports what is wrong with detectors of the configuration, at the start with all other errors.</summary>
internal sealed class ConfiguredDetectorsValidator(ConfiguredDetectors detectors) : IValidateOptions<KServeOptions>
{
    public ValidateOptionsResult Validate(string? name, KServeOptions options) => detectors.Errors.Count > 0
        ? ValidateOptionsResult.Fail(detectors.Errors)
        : ValidateOptionsResult.Success;
}
