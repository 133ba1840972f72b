using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Models.Decoders;

/// <summary>Gemma 2 and 3: norms behind attention and feed-forward network too.</summary>
internal static class Gemma2Decoder
{
    public static DecoderPlan Plan { get; } = new()
    {
        Prefixes = ["model.", "language_model.model.", "model.language_model.", ""],
        Norm = NormKind.RmsPlusOne,
        AttentionOutputNorm = "post_attention_layernorm",
        FeedForwardNorm = "pre_feedforward_layernorm",
        FeedForwardOutputNorm = "post_feedforward_layernorm",
    };
}
