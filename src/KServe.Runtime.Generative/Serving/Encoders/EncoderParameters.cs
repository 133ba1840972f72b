namespace KServe.Runtime.Generative.Serving.Encoders;

/// <summary>Reads the parameters of KServe's huggingfaceserver that choose a task and shape an encoder.</summary>
internal static class EncoderParameters
{
    private const string Probabilities = "return_probabilities";
    private const string RawLogits = "return_raw_logits";
    private const int MaxLength = 1 << 24;

    /// <summary>Reads the parameters into options.</summary>
    /// <param name="reader">The parameters, whose errors it collects.</param>
    /// <param name="options">What holds without them.</param>
    /// <param name="result">Takes the values.</param>
    public static void Apply(ModelParameterReader reader, LanguageModelOptions options, LanguageModelOptions result)
    {
        result.Task = reader.GetChoice(
            "task",
            options.Task,
            ("text_generation", LanguageModelTask.TextGeneration),
            ("text2text_generation", LanguageModelTask.Text2TextGeneration),
            ("text_embedding", LanguageModelTask.TextEmbedding),
            ("sequence_classification", LanguageModelTask.SequenceClassification),
            ("token_classification", LanguageModelTask.TokenClassification),
            ("fill_mask", LanguageModelTask.FillMask));
        result.Encoder.Output = ReadOutput(reader, options.Encoder.Output);
        result.Encoder.AddsSpecialTokens = !reader.GetBoolean(
            "disable_special_tokens", !options.Encoder.AddsSpecialTokens);
        result.Encoder.ReturnsOffsets = reader.GetBoolean("return_offsets_mapping", options.Encoder.ReturnsOffsets);

        // What huggingfaceserver takes besides its max_model_len.
        if (reader.Has("max_length"))
        {
            result.Engine.MaxSequenceLength = reader.GetNumber("max_length", 0, 2, MaxLength);
        }
    }

    /// <summary>Refuses parameters that exclude each other.</summary>
    /// <exception cref="InferenceException">Two of them do.</exception>
    public static void Check(ModelArtifact artifact)
    {
        Exclude(artifact, Probabilities, RawLogits, static value => bool.TryParse(value, out var isOn) && isOn);
        Exclude(artifact, "max_length", "max_model_len", static _ => true);
    }

    private static EncoderOutput ReadOutput(ModelParameterReader reader, EncoderOutput output)
    {
        var probabilities = reader.GetBoolean(Probabilities, output == EncoderOutput.Probabilities);
        var logits = reader.GetBoolean(RawLogits, output == EncoderOutput.RawLogits);
        return reader.Has(RawLogits) && logits ? EncoderOutput.RawLogits
            : probabilities ? EncoderOutput.Probabilities
            : logits ? EncoderOutput.RawLogits
            : EncoderOutput.Prediction;
    }

    private static void Exclude(ModelArtifact artifact, string first, string second, Func<string, bool> counts)
    {
        if (artifact.Parameters.TryGetValue(first, out var one) && counts(one)
            && artifact.Parameters.TryGetValue(second, out var other) && counts(other))
        {
            throw InferenceException.InvalidArgument(
                $"model '{artifact.ModelName}': parameters '{first}' and '{second}' exclude each other");
        }
    }
}
