namespace KServe.Runtime.Generative.Configuration;

/// <summary>Reads BERT, RoBERTa, XLM-R, MPNet and DistilBERT.</summary>
internal static class BertFamily
{
    public static ModelConfiguration Bert(JsonFields fields)
    {
        var type = fields.OptionalText("position_embedding_type");
        if (type is not (null or "absolute"))
        {
            throw fields.Error("position_embedding_type", "must be absolute; nothing else is supported");
        }

        return Read(fields, "bert", "BertModel", tokenTypes: 2, epsilon: 1e-12);
    }

    /// <summary>Reads a model whose positions begin behind the padding id.</summary>
    public static ModelConfiguration Roberta(JsonFields fields, string modelType)
    {
        var model = Read(fields, modelType, "RobertaModel", tokenTypes: 2, epsilon: 1e-12);
        return AfterPadding(fields, model);
    }

    public static ModelConfiguration Mpnet(JsonFields fields)
    {
        var model = Read(fields, "mpnet", "MPNetModel", tokenTypes: 0, epsilon: 1e-12);
        var buckets = fields.Int32("relative_attention_num_buckets", 4, 1 << 16, 32);
        return AfterPadding(fields, model) with
        {
            TokenTypeCount = 0,
            RelativePositions = new RelativePositionConfiguration(buckets, MaxDistance: 128),
        };
    }

    public static ModelConfiguration DistilBert(JsonFields fields)
    {
        var layers = fields.Int32("n_layers", 1, ConfigurationLimits.MaxLayers);
        var hidden = fields.Int32("dim", 1, ConfigurationLimits.MaxHidden);
        var vocabulary = fields.Int32("vocab_size", 1, ConfigurationLimits.MaxVocabulary);
        return new ModelConfiguration
        {
            Architecture = CommonFields.Architecture(fields, "DistilBertModel"),
            ModelType = "distilbert",
            VocabularySize = vocabulary,
            HiddenSize = hidden,
            IntermediateSize = fields.Int32("hidden_dim", 1, ConfigurationLimits.MaxIntermediate),
            LayerCount = layers,
            Attention = PlainAttention.Read(fields, layers, hidden, "n_heads", "dim"),
            MaxPositions = fields.Int32("max_position_embeddings", 1, ConfigurationLimits.MaxPositions),
            NormEpsilon = 1e-12,
            HasNormBias = true,
            Activation = CommonFields.Activation(fields, "activation", "gelu"),
            HasMlpBias = true,
            HasTiedEmbeddings = true,
            Labels = CommonFields.Labels(fields),
            ProblemType = fields.OptionalText("problem_type"),
            Tokens = CommonFields.Tokens(fields, vocabulary),
        };
    }

    private static ModelConfiguration Read(
        JsonFields fields, string modelType, string architecture, int tokenTypes, double epsilon)
    {
        fields.RefuseUnless("is_decoder", expected: false);
        var layers = fields.Int32("num_hidden_layers", 1, ConfigurationLimits.MaxLayers);
        var hidden = fields.Int32("hidden_size", 1, ConfigurationLimits.MaxHidden);
        var vocabulary = fields.Int32("vocab_size", 1, ConfigurationLimits.MaxVocabulary);
        return new ModelConfiguration
        {
            Architecture = CommonFields.Architecture(fields, architecture),
            ModelType = modelType,
            VocabularySize = vocabulary,
            HiddenSize = hidden,
            IntermediateSize = fields.Int32("intermediate_size", 1, ConfigurationLimits.MaxIntermediate),
            LayerCount = layers,
            Attention = PlainAttention.Read(fields, layers, hidden, "num_attention_heads", "hidden_size"),
            MaxPositions = fields.Int32("max_position_embeddings", 1, ConfigurationLimits.MaxPositions),
            TokenTypeCount = fields.Int32("type_vocab_size", 0, 1 << 16, tokenTypes),
            NormEpsilon = CommonFields.Epsilon(fields, "layer_norm_eps", epsilon),
            HasNormBias = true,
            Activation = CommonFields.Activation(fields, "hidden_act", "gelu"),
            HasMlpBias = true,
            HasTiedEmbeddings = fields.Flag("tie_word_embeddings", fallback: true),
            Labels = CommonFields.Labels(fields),
            ProblemType = fields.OptionalText("problem_type"),
            Tokens = CommonFields.Tokens(fields, vocabulary),
        };
    }

    private static ModelConfiguration AfterPadding(JsonFields fields, ModelConfiguration model)
    {
        var offset = (model.Tokens.Padding ?? 1) + 1;
        return offset < model.MaxPositions
            ? model with { PositionOffset = offset }
            : throw fields.Error("max_position_embeddings", $"must be greater than {offset}, the first position");
    }
}
