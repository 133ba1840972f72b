using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace KServe.Graphs;

/// <summary>Checks the options of the router and reports all errors at once.</summary>
internal sealed class GraphRouterOptionsValidator : IValidateOptions<GraphRouterOptions>
{
    private const string Section = GraphRouterOptions.SectionName;

    public ValidateOptionsResult Validate(string? name, GraphRouterOptions options)
    {
        List<string> errors = [];
        foreach (var pattern in options.PropagateHeaders)
        {
            try
            {
                _ = HeaderFilter.Compile(pattern);
            }
            catch (Exception error) when (error is ArgumentException or NotSupportedException)
            {
                errors.Add($"{Section}:PropagateHeaders: '{pattern}' is no regular expression that can be used here.");
            }
        }

        foreach (var (service, url) in options.ServiceUrls)
        {
            if (ServiceUrls.GetError(url) is { } error)
            {
                errors.Add($"{Section}:ServiceUrls:{service}: {error}.");
            }
        }

        RequireRange(errors, "MaxResponseSize", options.MaxResponseSize, 1 << 10, 1 << 30);
        RequireRange(errors, "MaxNestedGraphs", options.MaxNestedGraphs, 1, 32);
        RequireRange(errors, "ConnectRetries", options.ConnectRetries, 0, 10);
        if (options.ConnectTimeout <= TimeSpan.Zero || options.ConnectTimeout > TimeSpan.FromDays(24))
        {
            errors.Add($"{Section}:ConnectTimeout must be more than zero and at most 24 days, got "
                + $"{options.ConnectTimeout}.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void RequireRange(List<string> errors, string key, int value, int min, int max)
    {
        if (value < min || value > max)
        {
            errors.Add($"{Section}:{key} must be from {min} to {max}, got {value}.");
        }
    }
}
