using Microsoft.Extensions.Options;

namespace KServe.AspNetCore.Transport;

/// <summary>Checks the options of the transport and reports all errors at once.</summary>
internal sealed class TransportOptionsValidator : IValidateOptions<KServeTransportOptions>
{
    private const string Section = KServeTransportOptions.SectionName;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public ValidateOptionsResult Validate(string? name, KServeTransportOptions options)
    {
        List<string> errors = [];
        RequireRange(errors, "LoopCount", options.LoopCount, 1, 1024);
        RequireRange(errors, "TakeoverAfter", options.TakeoverAfter, TimeSpan.FromMilliseconds(1), Longest);
        RequireRange(errors, "SlowAfter", options.SlowAfter, TimeSpan.Zero, Longest);
        RequireRange(errors, "MaxBlockedThreads", options.MaxBlockedThreads, 0, 10_000);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void RequireRange<T>(List<string> errors, string key, T value, T min, T max)
        where T : struct, IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            errors.Add($"{Section}:{key} must be from {min} to {max}, got {value}.");
        }
    }
}
