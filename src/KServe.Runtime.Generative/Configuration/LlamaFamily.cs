namespace KServe.Runtime.Generative.Configuration;

/// <summary>Reads Llama, Mistral, Qwen 2 and 3, Phi-3, and those of them with experts.</summary>
internal static class LlamaFamily
{
    public static ModelConfiguration Llama(JsonFields fields) => DecoderReader.Read(fields, "llama", new DecoderTraits
    {
        Architecture = "LlamaForCausalLM",
        HasOutputBiasWithAttentionBias = true,
    });

    public static ModelConfiguration Mistral(JsonFields fields)
    {
        var model = DecoderReader.Read(
            fields, "mistral", new DecoderTraits { Architecture = "MistralForCausalLM", KeyValueHeadCount = 8 });

        // the first models had a window, which their class assumes where the field is left out; null means none
        var window = fields.IsNull("sliding_window") ? 0 : DecoderReader.Window(fields, fallback: 4096);
        return WithWindow(fields, model, window, static _ => true);
    }

    public static ModelConfiguration Phi3(JsonFields fields) => WithWindow(fields, DecoderReader.Read(
        fields, "phi3", new DecoderTraits { Architecture = "Phi3ForCausalLM", Epsilon = 1e-5 }));

    public static ModelConfiguration Mixtral(JsonFields fields)
    {
        var model = WithWindow(fields, DecoderReader.Read(fields, "mixtral", new DecoderTraits
        {
            Architecture = "MixtralForCausalLM",
            KeyValueHeadCount = 8,
            Theta = 1e6,
            Epsilon = 1e-5,
        }));
        return model with { Moe = MoeReader.Mixtral(fields, model.LayerCount, model.IntermediateSize) };
    }

    public static ModelConfiguration Qwen2(JsonFields fields) => WithLastWindows(fields, DecoderReader.Read(
        fields, "qwen2", new DecoderTraits { Architecture = "Qwen2ForCausalLM", HasQueryKeyValueBias = true }));

    public static ModelConfiguration Qwen3(JsonFields fields) => WithLastWindows(fields, DecoderReader.Read(
        fields, "qwen3", Qwen3Traits("Qwen3ForCausalLM", headSize: 128)));

    public static ModelConfiguration Qwen2Moe(JsonFields fields)
    {
        var model = DecoderReader.Read(fields, "qwen2_moe", new DecoderTraits
        {
            Architecture = "Qwen2MoeForCausalLM",
            HasQueryKeyValueBias = true,
        });
        var last = fields.Int32("max_window_layers", 0, ConfigurationLimits.MaxLayers, 28);
        model = WithWindow(fields, model, QwenWindow(fields), layer => layer % 2 == 0 && layer < last);
        return model with { Moe = MoeReader.Qwen(fields, model.LayerCount, hasSharedExpert: true) };
    }

    public static ModelConfiguration Qwen3Moe(JsonFields fields)
    {
        var model = DecoderReader.Read(fields, "qwen3_moe", Qwen3Traits("Qwen3MoeForCausalLM", headSize: null));
        model = WithWindow(fields, model, QwenWindow(fields), static _ => true);
        return model with { Moe = MoeReader.Qwen(fields, model.LayerCount, hasSharedExpert: false) };
    }

    private static DecoderTraits Qwen3Traits(string architecture, int? headSize) => new()
    {
        Architecture = architecture,
        HeadSize = headSize,
        HasQueryKeyNorm = true,
        HasOutputBiasWithAttentionBias = true,
    };

    private static ModelConfiguration WithWindow(JsonFields fields, ModelConfiguration model) =>
        WithWindow(fields, model, DecoderReader.Window(fields), static _ => true);

    private static ModelConfiguration WithLastWindows(JsonFields fields, ModelConfiguration model)
    {
        var first = fields.Int32("max_window_layers", 0, ConfigurationLimits.MaxLayers, 28);
        return WithWindow(fields, model, QwenWindow(fields), layer => layer >= first);
    }

    private static int QwenWindow(JsonFields fields)
    {
        var window = DecoderReader.Window(fields, fallback: 4096);
        return fields.Flag("use_sliding_window", fallback: false) ? window : 0;
    }

    private static ModelConfiguration WithWindow(
        JsonFields fields, ModelConfiguration model, int window, Func<int, bool> hasWindow) => model with
        {
            Attention = model.Attention with
            {
                Windows = CommonFields.LayerTypes(fields, model.LayerCount, window, hasWindow),
            },
        };
}
