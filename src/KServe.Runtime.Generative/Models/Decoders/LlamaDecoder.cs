namespace KServe.Runtime.Generative.Models.Decoders;

/// <summary>Llama 2 and 3, Mistral, Qwen 2 and 3, and Qwen with experts: the names that most models share.</summary>
internal static class LlamaDecoder
{
    public static DecoderPlan Plan { get; } = new();
}
