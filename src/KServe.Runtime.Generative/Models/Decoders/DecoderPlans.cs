using KServe.Runtime.Generative.Configuration;

namespace KServe.Runtime.Generative.Models.Decoders;

/// <summary>Finds the plan of a decoder's family.</summary>
internal static class DecoderPlans
{
    /// <exception cref="InferenceException">The family has no decoder.</exception>
    public static DecoderPlan Get(ModelConfiguration configuration) => configuration.ModelType switch
    {
        "llama" or "mistral" or "qwen2" or "qwen3" or "qwen2_moe" or "qwen3_moe" => LlamaDecoder.Plan,
        "phi3" => PhiDecoder.Plan,
        "mixtral" => MixtralDecoder.Plan,
        "gemma" => GemmaDecoder.Plan,
        "gemma2" or "gemma3_text" => Gemma2Decoder.Plan,
        "gpt2" => Gpt2Decoder.Plan with { IsTransposed = !configuration.StoresOutputsFirst },
        "gpt_neox" => GptNeoXDecoder.Plan,
        _ => throw InferenceException.InvalidArgument(
            $"config.json: model_type {configuration.ModelType} is no family of decoders"),
    };
}
