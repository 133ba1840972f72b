namespace KServe.Runtime.Generative.Telemetry;

/// <summary>Names what activities tell of requests when they begin: what samplers decide by.</summary>
internal static class GenAiTags
{
    /// <summary>Gets the tags of a request for text: what the client set, and nothing that it wrote.</summary>
    public static List<KeyValuePair<string, object?>> Of(string operation, string model, TextGenerationRequest request)
    {
        var sampling = request.Sampling;
        var tags = Begin(operation, model);
        Add(tags, GenAiNames.ResponseId, request.ResponseId);
        Add(tags, GenAiNames.OutputType, IsJson(request.Constraint) ? "json" : "text");
        Add(tags, GenAiNames.ChoiceCount, sampling.Count == 1 ? null : sampling.Count);
        Add(tags, GenAiNames.Seed, sampling.Seed);
        Add(tags, GenAiNames.MaxTokens, sampling.MaxTokens);
        Add(tags, GenAiNames.Temperature, (double?)sampling.Temperature);
        Add(tags, GenAiNames.TopP, (double?)sampling.TopP);
        Add(tags, GenAiNames.TopK, (double?)sampling.TopK);
        Add(tags, GenAiNames.FrequencyPenalty, sampling.FrequencyPenalty == 0 ? null : sampling.FrequencyPenalty);
        Add(tags, GenAiNames.PresencePenalty, sampling.PresencePenalty == 0 ? null : sampling.PresencePenalty);
        return tags;
    }

    /// <summary>Gets the tags of a request for embeddings.</summary>
    public static List<KeyValuePair<string, object?>> Of(string model, TextEncodingRequest request)
    {
        var tags = Begin(GenAiNames.Embeddings, model);
        Add(tags, GenAiNames.Dimensions, request.Dimensions);
        return tags;
    }

    private static List<KeyValuePair<string, object?>> Begin(string operation, string model) =>
    [
        new(GenAiNames.OperationName, operation),
        new(GenAiNames.ProviderName, GenAiNames.Provider),
        new(GenAiNames.RequestModel, model),
    ];

    private static bool IsJson(OutputConstraint? constraint) =>
        constraint is { Kind: OutputConstraintKind.JsonObject or OutputConstraintKind.JsonSchema };

    private static void Add(List<KeyValuePair<string, object?>> tags, string name, object? value)
    {
        if (value is not null)
        {
            tags.Add(new(name, value));
        }
    }
}
