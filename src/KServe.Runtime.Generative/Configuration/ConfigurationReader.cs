namespace KServe.Runtime.Generative.Configuration;

/// <summary>Reads the fields of <c>config.json</c> by the family that the file names.</summary>
internal static class ConfigurationReader
{
    private static readonly Dictionary<string, Func<JsonFields, ModelConfiguration>> Families =
        new(StringComparer.Ordinal)
        {
            ["llama"] = LlamaFamily.Llama,
            ["mistral"] = LlamaFamily.Mistral,
            ["mixtral"] = LlamaFamily.Mixtral,
            ["qwen2"] = LlamaFamily.Qwen2,
            ["qwen2_moe"] = LlamaFamily.Qwen2Moe,
            ["qwen3"] = LlamaFamily.Qwen3,
            ["qwen3_moe"] = LlamaFamily.Qwen3Moe,
            ["phi3"] = LlamaFamily.Phi3,
            ["gemma"] = GemmaFamily.Gemma,
            ["gemma2"] = GemmaFamily.Gemma2,
            ["gemma3_text"] = GemmaFamily.Gemma3,
            ["gemma3"] = Gemma3WithImages,
            ["gpt2"] = GptFamily.Gpt2,
            ["gpt_neox"] = GptFamily.GptNeoX,
            ["bert"] = BertFamily.Bert,
            ["roberta"] = static fields => BertFamily.Roberta(fields, "roberta"),
            ["xlm-roberta"] = static fields => BertFamily.Roberta(fields, "xlm-roberta"),
            ["camembert"] = static fields => BertFamily.Roberta(fields, "camembert"),
            ["mpnet"] = BertFamily.Mpnet,
            ["distilbert"] = BertFamily.DistilBert,
            ["modernbert"] = ModernBertFamily.Read,
            ["t5"] = T5Family.Read,
        };

    private static string Names => string.Join(", ", Families.Keys.Order(StringComparer.Ordinal));

    /// <summary>Tells whether the family that the file names is one of those that are read.</summary>
    public static bool IsSupported(JsonFields fields) => Families.ContainsKey(fields.Text("model_type"));

    /// <summary>Reads a configuration.</summary>
    /// <exception cref="InferenceException">A field is missing or wrong, or the family is not supported.</exception>
    public static ModelConfiguration Read(JsonFields fields)
    {
        if (!Families.TryGetValue(fields.Text("model_type"), out var read))
        {
            throw fields.Error("model_type", $"names a family that is not supported; supported are {Names}");
        }

        // Such weights have tensors of other names and types (GPTQ, AWQ, bitsandbytes ...); this says why.
        if (fields.Has("quantization_config"))
        {
            throw fields.Error(
                "quantization_config",
                "is not supported; take the folder without quantization, which loading can do, or a GGUF file");
        }

        return read(fields);
    }

    private static ModelConfiguration Gemma3WithImages(JsonFields fields)
    {
        var text = fields.Object("text_config") ?? throw fields.Error("text_config", "is missing");
        var model = GemmaFamily.Gemma3(text);
        var end = CommonFields.EndTokens(fields, model.VocabularySize);
        return model with
        {
            Architecture = CommonFields.Architecture(fields, "Gemma3ForConditionalGeneration"),
            Tokens = end.Length == 0 ? model.Tokens : model.Tokens with { End = end },
        };
    }
}
