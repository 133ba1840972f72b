namespace KServe.Runtime.Generative.Configuration;

/// <summary>Reads the configuration files of a model's folder into one record.</summary>
internal static class ConfigurationFolder
{
    private const string Model = "config.json";
    private const string Generation = "generation_config.json";

    /// <summary>Reads <c>config.json</c> and what stands beside it.</summary>
    /// <param name="folder">The folder of the model.</param>
    /// <exception cref="InferenceException">A file is missing or wrong; the error names it and the field.</exception>
    public static ModelConfiguration Read(string folder)
    {
        using var document = JsonFile.TryRead(folder, Model) ?? throw JsonFile.Error(Model, "is missing");
        var model = ConfigurationReader.Read(JsonFile.Fields(document, Model));
        model = model with { Pooling = PoolingReader.Read(folder) };
        using var generation = JsonFile.TryRead(folder, Generation);
        return generation is null ? model : WithGeneration(model, JsonFile.Fields(generation, Generation));
    }

    private static ModelConfiguration WithGeneration(ModelConfiguration model, JsonFields fields)
    {
        var tokens = CommonFields.Tokens(fields, model.VocabularySize);
        return model with
        {
            // where both files name a token, the one about generation is the one that its authors keep right
            Tokens = new SpecialTokenIds
            {
                Begin = tokens.Begin ?? model.Tokens.Begin,
                End = tokens.End.Length > 0 ? tokens.End : model.Tokens.End,
                Padding = tokens.Padding ?? model.Tokens.Padding,
                DecoderStart = tokens.DecoderStart ?? model.Tokens.DecoderStart,
            },
            Generation = new GenerationDefaults
            {
                Temperature = fields.OptionalNumber("temperature", 0, 1e6),
                TopP = fields.OptionalNumber("top_p", 0, 1),
                TopK = fields.OptionalInt32("top_k", -1, ConfigurationLimits.MaxVocabulary),
                MinP = fields.OptionalNumber("min_p", 0, 1),
                RepetitionPenalty = fields.OptionalNumber("repetition_penalty", 1e-6, 1e6),
                MaxNewTokens = fields.OptionalInt32("max_new_tokens", 1, ConfigurationLimits.MaxPositions),
            },
        };
    }
}
