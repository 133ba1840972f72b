namespace KServe.Runtime.Generative.Configuration;

/// <summary>Reads Gemma 1, 2 and 3; of Gemma 3 with images, the text model.</summary>
internal static class GemmaFamily
{
    private const double MaxScalar = 1e6;

    public static ModelConfiguration Gemma(JsonFields fields)
    {
        // the first files named the activation gelu and meant its tanh form, which the newer field says
        var model = DecoderReader.Read(fields, "gemma", new DecoderTraits
        {
            Architecture = "GemmaForCausalLM",
            ActivationField = "hidden_activation",
            Activation = "gelu_pytorch_tanh",
            HeadSize = 256,
            MaxPositions = 8192,
            HasOutputBiasWithAttentionBias = true,
            HasTiedEmbeddings = true,
        });
        return model with { EmbeddingScale = Math.Sqrt(model.HiddenSize) };
    }

    public static ModelConfiguration Gemma2(JsonFields fields)
    {
        var model = DecoderReader.Read(fields, "gemma2", new DecoderTraits
        {
            Architecture = "Gemma2ForCausalLM",
            ActivationField = "hidden_activation",
            Activation = "gelu_pytorch_tanh",
            KeyValueHeadCount = 4,
            HeadSize = 256,
            MaxPositions = 8192,
            HasOutputBiasWithAttentionBias = true,
            HasTiedEmbeddings = true,
        });
        var window = DecoderReader.Window(fields, fallback: 4096);
        return model with
        {
            EmbeddingScale = Math.Sqrt(model.HiddenSize),
            FinalLogitSoftcap = Softcap(fields, "final_logit_softcapping", 30),
            Attention = model.Attention with
            {
                Scale = Scale(fields),
                LogitSoftcap = Softcap(fields, "attn_logit_softcapping", 50),
                Windows = CommonFields.LayerTypes(
                    fields, model.LayerCount, window, static layer => layer % 2 == 0),
            },
        };
    }

    /// <summary>Reads Gemma 3, whose nested text configuration leaves out what its class assumes.</summary>
    public static ModelConfiguration Gemma3(JsonFields fields)
    {
        fields.RefuseUnless("use_bidirectional_attention", expected: false);
        var model = DecoderReader.Read(fields, "gemma3_text", new DecoderTraits
        {
            Architecture = "Gemma3ForCausalLM",
            ActivationField = "hidden_activation",
            Activation = "gelu_pytorch_tanh",
            HiddenSize = 2304,
            IntermediateSize = 9216,
            LayerCount = 26,
            HeadCount = 8,
            KeyValueHeadCount = 4,
            HeadSize = 256,
            VocabularySize = 262208,
            MaxPositions = 131072,
            Theta = 1e6,
            HasQueryKeyNorm = true,
            HasOutputBiasWithAttentionBias = true,
            HasTiedEmbeddings = true,
        });
        var window = DecoderReader.Window(fields, fallback: 4096);
        var pattern = fields.Int32("sliding_window_pattern", 1, ConfigurationLimits.MaxLayers, 6);
        return model with
        {
            EmbeddingScale = Math.Sqrt(model.HiddenSize),
            FinalLogitSoftcap = Softcap(fields, "final_logit_softcapping", 0),
            LocalRope = LocalRope(fields, model),
            Attention = model.Attention with
            {
                Scale = Scale(fields),
                LogitSoftcap = Softcap(fields, "attn_logit_softcapping", 0),
                Windows = CommonFields.LayerTypes(
                    fields, model.LayerCount, window, layer => (layer + 1) % pattern != 0),
            },
        };
    }

    private static RopeConfiguration LocalRope(JsonFields fields, ModelConfiguration model)
    {
        var headSize = model.Attention.HeadSize;
        var theta = RopeReader.Theta(fields, "rope_local_base_freq", 10000);
        return fields.Object("rope_parameters")?.Has("sliding_attention") == true
            ? RopeReader.Read(fields, headSize, model.MaxPositions, theta, layerKind: "sliding_attention")
            : new RopeConfiguration
            {
                Theta = theta,
                RotarySize = headSize,
                OriginalMaxPositions = model.MaxPositions,
            };
    }

    private static double Scale(JsonFields fields) =>
        1 / Math.Sqrt(fields.Number("query_pre_attn_scalar", 1e-3, MaxScalar, 256));

    /// <summary>Reads a cap; an explicit null means none, absence means what the class assumes.</summary>
    private static double Softcap(JsonFields fields, string name, double fallback) =>
        fields.OptionalNumber(name, 0, MaxScalar) ?? (fields.IsNull(name) ? 0 : fallback);
}
