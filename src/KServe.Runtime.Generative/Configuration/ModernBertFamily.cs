namespace KServe.Runtime.Generative.Configuration;

/// <summary>Reads ModernBERT: an encoder with rotary positions, a gated network and windows on most layers.</summary>
internal static class ModernBertFamily
{
    public static ModelConfiguration Read(JsonFields fields)
    {
        var layers = fields.Int32("num_hidden_layers", 1, ConfigurationLimits.MaxLayers);
        var hidden = fields.Int32("hidden_size", 1, ConfigurationLimits.MaxHidden);
        var vocabulary = fields.Int32("vocab_size", 1, ConfigurationLimits.MaxVocabulary);
        var positions = fields.Int32("max_position_embeddings", 1, ConfigurationLimits.MaxPositions);
        var attention = Attention(fields, layers, hidden);
        return new ModelConfiguration
        {
            Architecture = CommonFields.Architecture(fields, "ModernBertModel"),
            ModelType = "modernbert",
            VocabularySize = vocabulary,
            HiddenSize = hidden,
            IntermediateSize = fields.Int32("intermediate_size", 1, ConfigurationLimits.MaxIntermediate),
            LayerCount = layers,
            Attention = attention,
            MaxPositions = positions,
            NormEpsilon = CommonFields.Epsilon(fields, "norm_eps", 1e-5),
            HasNormBias = fields.Flag("norm_bias", fallback: false),
            Activation = CommonFields.Activation(fields, "hidden_activation", "gelu"),
            HasGatedMlp = true,
            HasMlpBias = fields.Flag("mlp_bias", fallback: false),
            HasTiedEmbeddings = fields.Flag("tie_word_embeddings", fallback: true),
            Rope = Rope(fields, attention.HeadSize, positions, "global_rope_theta", 160000, "full_attention"),
            LocalRope = Rope(fields, attention.HeadSize, positions, "local_rope_theta", 10000, "sliding_attention"),
            Labels = CommonFields.Labels(fields),
            ProblemType = fields.OptionalText("problem_type"),
            ClassifierPooling = fields.OptionalText("classifier_pooling") switch
            {
                null or "cls" => PoolingMode.FirstToken,
                "mean" => PoolingMode.Mean,
                _ => throw fields.Error("classifier_pooling", "must be cls or mean"),
            },
            Tokens = CommonFields.Tokens(fields, vocabulary),
        };
    }

    private static AttentionConfiguration Attention(JsonFields fields, int layers, int hidden)
    {
        var window = fields.Int32("local_attention", 2, ConfigurationLimits.MaxPositions, 128);
        var step = fields.Int32("global_attn_every_n_layers", 1, ConfigurationLimits.MaxLayers, 3);
        var hasBias = fields.Flag("attention_bias", fallback: false);
        return PlainAttention.Read(fields, layers, hidden, "num_attention_heads", "hidden_size") with
        {
            HasQueryKeyValueBias = hasBias,
            HasOutputBias = hasBias,
            Windows = CommonFields.LayerTypes(fields, layers, window, layer => layer % step != 0),
        };
    }

    private static RopeConfiguration Rope(
        JsonFields fields, int headSize, int positions, string thetaName, double theta, string layerKind) =>
        RopeReader.Read(
            fields, headSize, positions, RopeReader.Theta(fields, thetaName, theta), layerKind: layerKind);
}
