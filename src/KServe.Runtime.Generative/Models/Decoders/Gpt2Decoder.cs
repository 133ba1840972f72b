using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Models.Decoders;

/// <summary>GPT-2: learned positions, layer norms, matrices stored [inputs, outputs].</summary>
internal static class Gpt2Decoder
{
    public static DecoderPlan Plan { get; } = new()
    {
        Prefixes = ["transformer.", ""],
        Embeddings = "wte",
        Positions = "wpe",
        FinalNorm = "ln_f",
        Layer = "h.{0}.",
        Norm = NormKind.Layer,
        AttentionNorm = "ln_1",
        FeedForwardNorm = "ln_2",
        QueryKeyValue = ["attn.c_attn"],
        AttentionOutput = "attn.c_proj",
        Up = ["mlp.c_fc"],
        Down = "mlp.c_proj",
        IsTransposed = true,
    };
}
