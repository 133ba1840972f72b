using Microsoft.Extensions.Options;

namespace KServe.PayloadLogging;

/// <summary>Reports what is wrong with the payload logs of the configuration, at the start with all other
/// errors.</summary>
internal sealed class PayloadSectionsValidator(PayloadLoggingSections sections) : IValidateOptions<KServeOptions>
{
    public ValidateOptionsResult Validate(string? name, KServeOptions options) =>
        sections.Check() is { Count: > 0 } errors ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
}
