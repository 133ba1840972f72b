using Microsoft.Extensions.Options;

namespace KServe.AspNetCore.Grpc;

/// <summary>Checks the options of gRPC and reports all errors at once.</summary>
internal sealed class GrpcOptionsValidator : IValidateOptions<KServeGrpcOptions>
{
    private const string Section = KServeGrpcOptions.SectionName;

    public ValidateOptionsResult Validate(string? name, KServeGrpcOptions options)
    {
        List<string> errors = [];
        if (options.MaxSendMessageSize < 1 << 10)
        {
            errors.Add($"{Section}:MaxSendMessageSize must be at least 1024, got {options.MaxSendMessageSize}.");
        }

        if (options.MaxBufferedBytes < 1 << 20)
        {
            errors.Add($"{Section}:MaxBufferedBytes must be at least 1048576, got {options.MaxBufferedBytes}.");
        }

        RequireDuration(errors, "MaxCallDuration", options.MaxCallDuration);
        RequireDuration(errors, "StreamIdleTimeout", options.StreamIdleTimeout);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void RequireDuration(List<string> errors, string key, TimeSpan value)
    {
        // Timers take no more than this.
        if (value <= TimeSpan.Zero || value.TotalMilliseconds > int.MaxValue)
        {
            errors.Add($"{Section}:{key} must be more than zero and at most 24 days, got {value}.");
        }
    }
}
