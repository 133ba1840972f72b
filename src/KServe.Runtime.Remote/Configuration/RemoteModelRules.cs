namespace KServe.Runtime.Remote;

/// <summary>Checks the options of one remote model and names every error.</summary>
internal static class RemoteModelRules
{
    private const int MaxEndpoints = 64;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(10);

    /// <summary>Finds what is wrong.</summary>
    public static List<string> GetErrors(string model, string? address, RemoteModelOptions options)
    {
        List<string> errors = [];
        var protocol = RequireAddresses(errors, model, address, options);
        if (options.IsDecoupled && protocol is not (null or RemoteProtocol.GrpcV2))
        {
            errors.Add($"{model}: IsDecoupled needs gRPC.");
        }

        Require(errors, model, "MaxResponseLength", options.MaxResponseLength, 1, Array.MaxLength - 200);
        Require(errors, model, "AttemptTimeout", options.AttemptTimeout, Short, Day);
        Require(errors, model, "TotalTimeout", options.TotalTimeout, Short, Day);
        Require(errors, model, "HealthTimeout", options.HealthTimeout, Short, Day);
        Require(errors, model, "HealthCacheDuration", options.HealthCacheDuration, TimeSpan.Zero, Hour);
        Require(errors, model, "Retry.MaxRetries", options.Retry.MaxRetries, 0, 10);
        Require(errors, model, "Retry.Delay", options.Retry.Delay, TimeSpan.Zero, Minute);
        Require(errors, model, "Retry.MaxDelay", options.Retry.MaxDelay, TimeSpan.Zero, Minute);
        Require(errors, model, "Retry.Budget", options.Retry.Budget, 0.0, 1.0);
        Require(errors, model, "Hedging.Budget", options.Hedging.Budget, 0.0, 1.0);
        Require(errors, model, "Hedging.MaxHedges", options.Hedging.MaxHedges, 1, 5);
        Require(
            errors, model, "Hedging.Delay", options.Hedging.Delay ?? Short, TimeSpan.FromMilliseconds(1), Minute);
        RequireBreaker(errors, model, options.Breaker);
        RequireOpenAi(errors, model, options.OpenAi);
        return errors;
    }

    private static void RequireBreaker(List<string> errors, string model, RemoteBreakerOptions breaker)
    {
        var shortest = TimeSpan.FromMilliseconds(500);
        Require(errors, model, "Breaker.FailureRatio", breaker.FailureRatio, 0.001, 1.0);
        Require(errors, model, "Breaker.MinimumCalls", breaker.MinimumCalls, 2, 100_000);
        Require(errors, model, "Breaker.SamplingDuration", breaker.SamplingDuration, shortest, Hour);
        Require(errors, model, "Breaker.BreakDuration", breaker.BreakDuration, shortest, Hour);
        Require(errors, model, "Breaker.MaxOpenShare", breaker.MaxOpenShare, 0.0, 1.0);
    }

    private static void RequireOpenAi(List<string> errors, string model, RemoteOpenAiOptions text)
    {
        Require(errors, model, "OpenAi.ChunkTimeout", text.ChunkTimeout, Short, Day);
        Require(errors, model, "OpenAi.MaxEventLength", text.MaxEventLength, 1024, 256 << 20);
        if (text.ApiKey is { } key && !LanguageModelSettings.IsKey(key))
        {
            errors.Add($"{model}: OpenAi.ApiKey must consist of printable ASCII characters without spaces.");
        }

        if (text is { ApiKey: not null, ApiKeyFile: not null })
        {
            errors.Add($"{model}: OpenAi.ApiKey and OpenAi.ApiKeyFile exclude each other.");
        }
    }

    private static RemoteProtocol? RequireAddresses(
        List<string> errors,
        string model,
        string? address,
        RemoteModelOptions options)
    {
        if (options.Endpoints.Count >= MaxEndpoints)
        {
            errors.Add($"{model}: at most {MaxEndpoints} addresses are allowed, got {options.Endpoints.Count + 1}.");
        }

        HashSet<RemoteProtocol> protocols = [];
        foreach (var text in options.Endpoints.Prepend(address))
        {
            if (RemoteAddress.Parse(text, out var parsed) is { } error)
            {
                errors.Add($"{model}: an address {error}.");
            }
            else
            {
                protocols.Add(parsed!.Protocol ?? options.Protocol ?? RemoteProtocol.V2);
            }
        }

        if (protocols.Count > 1
            || (options.Protocol is { } wanted && protocols.Count == 1 && !protocols.Contains(wanted)))
        {
            errors.Add($"{model}: all addresses must have one protocol, which is that of Protocol.");
        }

        return protocols.Count == 1 ? protocols.First() : null;
    }

    private static void Require<T>(List<string> errors, string model, string key, T value, T min, T max)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            errors.Add($"{model}: {key} must be from {min} to {max}, got {value}.");
        }
    }
}
