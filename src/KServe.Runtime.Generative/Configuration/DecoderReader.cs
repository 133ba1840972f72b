namespace KServe.Runtime.Generative.Configuration;

/// <summary>Reads the fields of decoders with RMS norms, rotary positions and a gated feed-forward network.</summary>
internal static class DecoderReader
{
    public static ModelConfiguration Read(JsonFields fields, string modelType, DecoderTraits traits)
    {
        var layers = Required(fields, "num_hidden_layers", ConfigurationLimits.MaxLayers, traits.LayerCount);
        var hidden = Required(fields, "hidden_size", ConfigurationLimits.MaxHidden, traits.HiddenSize);
        var vocabulary = Required(fields, "vocab_size", ConfigurationLimits.MaxVocabulary, traits.VocabularySize);
        var positions = fields.Int32(
            "max_position_embeddings", 1, ConfigurationLimits.MaxPositions, traits.MaxPositions);
        var attention = Attention(fields, layers, hidden, traits);
        var theta = RopeReader.Theta(fields, "rope_theta", traits.Theta);
        return new ModelConfiguration
        {
            Architecture = CommonFields.Architecture(fields, traits.Architecture),
            ModelType = modelType,
            VocabularySize = vocabulary,
            HiddenSize = hidden,
            IntermediateSize = Required(
                fields, "intermediate_size", ConfigurationLimits.MaxIntermediate, traits.IntermediateSize),
            LayerCount = layers,
            Attention = attention,
            MaxPositions = positions,
            NormEpsilon = CommonFields.Epsilon(fields, "rms_norm_eps", traits.Epsilon),
            Activation = CommonFields.Activation(fields, traits.ActivationField, traits.Activation),
            HasGatedMlp = true,
            HasMlpBias = fields.Flag("mlp_bias", fallback: false),
            HasTiedEmbeddings = fields.Flag("tie_word_embeddings", traits.HasTiedEmbeddings),
            Rope = RopeReader.Read(fields, attention.HeadSize, positions, theta),
            Labels = CommonFields.Labels(fields),
            ProblemType = fields.OptionalText("problem_type"),
            Tokens = CommonFields.Tokens(fields, vocabulary),
        };
    }

    /// <summary>Reads a window size, 0 where there is none.</summary>
    public static int Window(JsonFields fields, int fallback = 0) =>
        fields.Int32("sliding_window", 0, ConfigurationLimits.MaxPositions, fallback);

    private static int Required(JsonFields fields, string name, int max, int? fallback) =>
        fallback is { } value ? fields.Int32(name, 1, max, value) : fields.Int32(name, 1, max);

    private static AttentionConfiguration Attention(JsonFields fields, int layers, int hidden, DecoderTraits traits)
    {
        var heads = Required(fields, "num_attention_heads", ConfigurationLimits.MaxHeads, traits.HeadCount);
        var keyHeads = fields.Int32(
            "num_key_value_heads", 1, heads, Math.Min(traits.KeyValueHeadCount ?? heads, heads));
        if (heads % keyHeads != 0)
        {
            throw fields.Error("num_key_value_heads", $"must divide num_attention_heads, which is {heads}");
        }

        var headSize = HeadSize(fields, hidden, heads, traits.HeadSize);
        var hasBias = fields.Flag("attention_bias", traits.HasQueryKeyValueBias);
        return new AttentionConfiguration
        {
            HeadCount = heads,
            KeyValueHeadCount = keyHeads,
            HeadSize = headSize,
            Scale = 1 / Math.Sqrt(headSize),
            HasQueryKeyValueBias = hasBias,
            HasOutputBias = hasBias && traits.HasOutputBiasWithAttentionBias,
            HasQueryKeyNorm = traits.HasQueryKeyNorm,
            Windows = CommonFields.Windows(layers, 0, static _ => false),
        };
    }

    private static int HeadSize(JsonFields fields, int hidden, int heads, int? fallback)
    {
        if ((fields.OptionalInt32("head_dim", 1, ConfigurationLimits.MaxHeadSize) ?? fallback) is { } size)
        {
            return size;
        }

        return hidden % heads == 0 && hidden / heads <= ConfigurationLimits.MaxHeadSize
            ? hidden / heads
            : throw fields.Error("num_attention_heads", $"must divide hidden_size, which is {hidden}");
    }
}
