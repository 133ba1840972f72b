using System.Globalization;
using KServe.Protocol;

namespace KServe.Runtime.Remote;

/// <summary>Reads the options of a remote model from the parameters of a model in configuration.</summary>
internal static class RemoteParameters
{
    private const string HeaderPrefix = "header.";
    private const string OpenAiKeys = "api_key, api_key_file, openai_task, openai_chunk_timeout_ms, "
        + "openai_max_event_length, openai_max_completion_tokens, openai_events, openai_usage, openai_strict_schemas";

    /// <summary>Reads all parameters.</summary>
    /// <param name="model">The model, for errors.</param>
    /// <param name="parameters">The parameters as written.</param>
    /// <param name="errors">Takes one text for every parameter that is wrong or not known.</param>
    public static RemoteModelOptions Read(
        string model,
        IEnumerable<KeyValuePair<string, string>> parameters,
        List<string> errors)
    {
        var options = new RemoteModelOptions();
        foreach (var (key, value) in parameters)
        {
            if (key.StartsWith(HeaderPrefix, StringComparison.Ordinal) && key.Length > HeaderPrefix.Length)
            {
                options.Headers[key[HeaderPrefix.Length..]] = value;
            }
            else if (ReadOne(options, key, value) is { } expected)
            {
                errors.Add($"{model}: parameter '{key}' {expected}.");
            }
        }

        return options;
    }

    // Values are not repeated in errors: a header, which may be a secret, is easily written into the wrong line.
    private static string? ReadOne(RemoteModelOptions options, string key, string value) => key switch
    {
        "model_name" => Set(value.Length != 0, () => options.ModelName = value, "must not be empty"),
        "model_version" => Set(isValid: true, () => options.ModelVersion = value, ""),
        "endpoints" => AddEndpoints(options, value),
        "decoupled" => ReadFlag(value, flag => options.IsDecoupled = flag),
        "checks_inputs" => ReadFlag(value, flag => options.ChecksInputs = flag),
        "breaker" => ReadFlag(value, flag => options.Breaker.IsEnabled = flag),
        "binary_tensors" => ReadFlag(
            value, flag => options.BinaryTensors = flag ? V2BinaryUse.Always : V2BinaryUse.Never),
        "max_response_length" => ReadNumber(value, number => options.MaxResponseLength = number),
        "max_retries" => ReadNumber(value, number => options.Retry.MaxRetries = number),
        "retry_lost_connections" => ReadFlag(value, flag => options.Retry.RetriesLostConnections = flag),
        "max_hedges" => ReadNumber(value, number => options.Hedging.MaxHedges = number),
        "attempt_timeout_ms" => ReadTime(value, time => options.AttemptTimeout = time),
        "total_timeout_ms" => ReadTime(value, time => options.TotalTimeout = time),
        "retry_delay_ms" => ReadTime(value, time => options.Retry.Delay = time),
        "hedging_delay_ms" => ReadTime(value, time => options.Hedging.Delay = time),
        "health_cache_ms" => ReadTime(value, time => options.HealthCacheDuration = time),
        _ when key.StartsWith("openai_", StringComparison.Ordinal) || key is "api_key" or "api_key_file" =>
            ReadText(options.OpenAi, key, value),
        _ => "is not known; known are model_name, model_version, endpoints, decoupled, checks_inputs, breaker, "
            + "binary_tensors, max_response_length, max_retries, retry_lost_connections, max_hedges, "
            + "attempt_timeout_ms, total_timeout_ms, retry_delay_ms, hedging_delay_ms, health_cache_ms, "
            + OpenAiKeys + " and header.{name}",
    };

    private static string? ReadText(RemoteOpenAiOptions options, string key, string value) => key switch
    {
        "api_key" => Set(isValid: true, () => options.ApiKey = value, ""),
        "api_key_file" => Set(value.Length != 0, () => options.ApiKeyFile = value, "must not be empty"),
        "openai_task" => value switch
        {
            "generation" => Set(isValid: true, () => options.Task = RemoteTextTask.Generation, ""),
            "embedding" => Set(isValid: true, () => options.Task = RemoteTextTask.Embedding, ""),
            "classification" => Set(isValid: true, () => options.Task = RemoteTextTask.Classification, ""),
            "score" => Set(isValid: true, () => options.Task = RemoteTextTask.Score, ""),
            _ => "must be generation, embedding, classification or score",
        },
        "openai_chunk_timeout_ms" => ReadTime(value, time => options.ChunkTimeout = time),
        "openai_max_event_length" => ReadNumber(value, number => options.MaxEventLength = number),
        "openai_max_completion_tokens" => ReadFlag(value, flag => options.UsesMaxCompletionTokens = flag),
        "openai_events" => ReadFlag(value, flag => options.AsksForEvents = flag),
        "openai_usage" => ReadFlag(value, flag => options.AsksForUsage = flag),
        "openai_strict_schemas" => ReadFlag(value, flag => options.MarksSchemasStrict = flag),
        _ => $"is not known; known are {OpenAiKeys}",
    };

    private static string? AddEndpoints(RemoteModelOptions options, string value)
    {
        const StringSplitOptions Tidy = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        foreach (var endpoint in value.Split(',', Tidy))
        {
            options.Endpoints.Add(endpoint);
        }

        return null;
    }

    private static string? ReadFlag(string value, Action<bool> set) =>
        Set(bool.TryParse(value, out var flag), () => set(flag), "must be true or false");

    private static string? ReadNumber(string value, Action<int> set) =>
        Set(
            int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number),
            () => set(number),
            "must be a whole number of 0 or more");

    private static string? ReadTime(string value, Action<TimeSpan> set) =>
        ReadNumber(value, number => set(TimeSpan.FromMilliseconds(number)));

    private static string? Set(bool isValid, Action set, string expected)
    {
        if (isValid)
        {
            set();
        }

        return isValid ? null : expected;
    }
}
