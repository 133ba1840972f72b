namespace KServe.Runtime.Generative.Configuration;

/// <summary>Reads GPT-2 and GPT-NeoX.</summary>
internal static class GptFamily
{
    public static ModelConfiguration Gpt2(JsonFields fields)
    {
        fields.RefuseUnless("scale_attn_weights", expected: true);
        fields.RefuseUnless("scale_attn_by_inverse_layer_idx", expected: false);
        fields.RefuseUnless("add_cross_attention", expected: false);
        var layers = fields.Int32("n_layer", 1, ConfigurationLimits.MaxLayers);
        var hidden = fields.Int32("n_embd", 1, ConfigurationLimits.MaxHidden);
        var vocabulary = fields.Int32("vocab_size", 1, ConfigurationLimits.MaxVocabulary);
        return new ModelConfiguration
        {
            Architecture = CommonFields.Architecture(fields, "GPT2LMHeadModel"),
            ModelType = "gpt2",
            VocabularySize = vocabulary,
            HiddenSize = hidden,
            IntermediateSize = fields.Int32("n_inner", 1, ConfigurationLimits.MaxIntermediate, 4 * hidden),
            LayerCount = layers,
            Attention = PlainAttention.Read(fields, layers, hidden, "n_head", "n_embd"),
            MaxPositions = fields.Int32("n_positions", 1, ConfigurationLimits.MaxPositions),
            NormEpsilon = CommonFields.Epsilon(fields, "layer_norm_epsilon", 1e-5),
            HasNormBias = true,
            Activation = CommonFields.Activation(fields, "activation_function", "gelu_new"),
            HasMlpBias = true,
            HasTiedEmbeddings = fields.Flag("tie_word_embeddings", fallback: true),
            Labels = CommonFields.Labels(fields),
            ProblemType = fields.OptionalText("problem_type"),
            Tokens = CommonFields.Tokens(fields, vocabulary),
        };
    }

    public static ModelConfiguration GptNeoX(JsonFields fields)
    {
        var layers = fields.Int32("num_hidden_layers", 1, ConfigurationLimits.MaxLayers);
        var hidden = fields.Int32("hidden_size", 1, ConfigurationLimits.MaxHidden);
        var vocabulary = fields.Int32("vocab_size", 1, ConfigurationLimits.MaxVocabulary);
        var positions = fields.Int32("max_position_embeddings", 1, ConfigurationLimits.MaxPositions);
        var attention = PlainAttention.Read(fields, layers, hidden, "num_attention_heads", "hidden_size");
        var hasBias = fields.Flag("attention_bias", fallback: true);
        var theta = RopeReader.Theta(fields, fields.Has("rope_theta") ? "rope_theta" : "rotary_emb_base", 10000);
        return new ModelConfiguration
        {
            Architecture = CommonFields.Architecture(fields, "GPTNeoXForCausalLM"),
            ModelType = "gpt_neox",
            VocabularySize = vocabulary,
            HiddenSize = hidden,
            IntermediateSize = fields.Int32("intermediate_size", 1, ConfigurationLimits.MaxIntermediate),
            LayerCount = layers,
            Attention = attention with { HasQueryKeyValueBias = hasBias, HasOutputBias = hasBias },
            MaxPositions = positions,
            NormEpsilon = CommonFields.Epsilon(fields, "layer_norm_eps", 1e-5),
            HasNormBias = true,
            Activation = CommonFields.Activation(fields, "hidden_act", "gelu"),
            HasMlpBias = true,
            HasTiedEmbeddings = fields.Flag("tie_word_embeddings", fallback: false),
            HasParallelResidual = fields.Flag("use_parallel_residual", fallback: true),
            Rope = RopeReader.Read(
                fields, attention.HeadSize, positions, theta, fields.Number("rotary_pct", 0, 1, 0.25)),
            Labels = CommonFields.Labels(fields),
            ProblemType = fields.OptionalText("problem_type"),
            Tokens = CommonFields.Tokens(fields, vocabulary),
        };
    }
}
