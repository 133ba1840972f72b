using Microsoft.Extensions.Options;

namespace KServe.PayloadLogging.S3;

/// <summary>Reports everything that is wrong with the options at once.</summary>
internal sealed class S3PayloadOptionsValidator : IValidateOptions<S3PayloadOptions>
{
    public ValidateOptionsResult Validate(string? name, S3PayloadOptions options)
    {
        List<string> errors = [];
        if (options.EndpointError is { } error)
        {
            errors.Add(error);
        }

        Require(
            errors,
            (options.AccessKeyId is null) == (options.SecretAccessKey is null),
            nameof(options.SecretAccessKey),
            "must be set together with AccessKeyId");
        Require(
            errors,
            options.Timeout >= TimeSpan.FromMilliseconds(1) && options.Timeout <= TimeSpan.FromHours(1),
            nameof(options.Timeout),
            $"must be from 1 millisecond to 1 hour, got {options.Timeout}");
        Require(
            errors,
            options.MaxAttempts is >= 1 and <= 10,
            nameof(options.MaxAttempts),
            $"must be from 1 to 10, got {options.MaxAttempts}");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Require(List<string> errors, bool isGood, string name, string reason)
    {
        if (!isGood)
        {
            errors.Add($"{S3PayloadOptions.SectionName}:{name} {reason}.");
        }
    }
}
