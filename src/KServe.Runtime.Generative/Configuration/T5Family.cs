namespace KServe.Runtime.Generative.Configuration;

/// <summary>Reads T5: an encoder and a decoder with biases by distance.</summary>
internal static class T5Family
{
    public static ModelConfiguration Read(JsonFields fields)
    {
        var layers = fields.Int32("num_layers", 1, ConfigurationLimits.MaxLayers);
        var vocabulary = fields.Int32("vocab_size", 1, ConfigurationLimits.MaxVocabulary);
        var heads = fields.Int32("num_heads", 1, ConfigurationLimits.MaxHeads);
        var (activation, isGated) = FeedForward(fields);
        return new ModelConfiguration
        {
            Architecture = CommonFields.Architecture(fields, "T5ForConditionalGeneration"),
            ModelType = "t5",
            VocabularySize = vocabulary,
            HiddenSize = fields.Int32("d_model", 1, ConfigurationLimits.MaxHidden),
            IntermediateSize = fields.Int32("d_ff", 1, ConfigurationLimits.MaxIntermediate),
            LayerCount = layers,
            DecoderLayerCount = fields.Int32("num_decoder_layers", 1, ConfigurationLimits.MaxLayers, layers),
            Attention = new AttentionConfiguration
            {
                HeadCount = heads,
                KeyValueHeadCount = heads,
                HeadSize = fields.Int32("d_kv", 1, ConfigurationLimits.MaxHeadSize),
                Scale = 1, // the scores of T5 are not scaled
                Windows = CommonFields.Windows(layers, 0, static _ => false),
            },
            MaxPositions = fields.Int32("n_positions", 1, ConfigurationLimits.MaxPositions, 512),
            NormEpsilon = CommonFields.Epsilon(fields, "layer_norm_epsilon", 1e-6),
            Activation = activation,
            HasGatedMlp = isGated,
            HasTiedEmbeddings = fields.Flag("tie_word_embeddings", fallback: true),
            RelativePositions = new RelativePositionConfiguration(
                fields.Int32("relative_attention_num_buckets", 4, 1 << 16, 32),
                fields.Int32("relative_attention_max_distance", 2, 1 << 24, 128)),
            Labels = CommonFields.Labels(fields),
            ProblemType = fields.OptionalText("problem_type"),
            Tokens = CommonFields.Tokens(fields, vocabulary),
        };
    }

    private static (ActivationKind Activation, bool IsGated) FeedForward(JsonFields fields)
    {
        const string Name = "feed_forward_proj";
        return (fields.OptionalText(Name) ?? "relu") switch
        {
            "relu" => (ActivationKind.Relu, false),
            "gelu" => (ActivationKind.GeluErf, false),
            // written so by the first files, which meant the tanh form
            "gated-gelu" or "gated-gelu_new" => (ActivationKind.GeluTanh, true),
            "gated-silu" => (ActivationKind.Silu, true),
            "gated-relu" => (ActivationKind.Relu, true),
            _ => throw fields.Error(Name, "must be relu, gelu, gated-gelu, gated-silu or gated-relu"),
        };
    }
}
