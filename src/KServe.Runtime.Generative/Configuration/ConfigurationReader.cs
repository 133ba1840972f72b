namespace KServe.Runtime.Generative.Configuration;

/// <summary>Reads the fields of <c>config.json</c> by the family that the file names.</summary>
internal static class ConfigurationReader
{
    /// <summary>Reads a configuration.</summary>
    /// <exception cref="InferenceException">A field is missing or wrong, or the family is not supported.</exception>
    public static ModelConfiguration Read(JsonFields fields)
    {
        var modelType = fields.Text("model_type");
        return modelType switch
        {
            "llama" => LlamaFamily.Llama(fields),
            "mistral" => LlamaFamily.Mistral(fields),
            "mixtral" => LlamaFamily.Mixtral(fields),
            "qwen2" => LlamaFamily.Qwen2(fields),
            "qwen2_moe" => LlamaFamily.Qwen2Moe(fields),
            "qwen3" => LlamaFamily.Qwen3(fields),
            "qwen3_moe" => LlamaFamily.Qwen3Moe(fields),
            "phi3" => LlamaFamily.Phi3(fields),
            "gemma" => GemmaFamily.Gemma(fields),
            "gemma2" => GemmaFamily.Gemma2(fields),
            "gemma3_text" => GemmaFamily.Gemma3(fields),
            "gemma3" => Gemma3WithImages(fields),
            "gpt2" => GptFamily.Gpt2(fields),
            "gpt_neox" => GptFamily.GptNeoX(fields),
            "bert" => BertFamily.Bert(fields),
            "roberta" or "xlm-roberta" or "camembert" => BertFamily.Roberta(fields, modelType),
            "mpnet" => BertFamily.Mpnet(fields),
            "distilbert" => BertFamily.DistilBert(fields),
            "modernbert" => ModernBertFamily.Read(fields),
            "t5" => T5Family.Read(fields),
            _ => throw fields.Error("model_type", "names a family that is not supported"),
        };
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
