using KServe.Kernels.Vectors;

namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>ModernBERT: norms first, rotary positions, gated networks, windows.</summary>
internal static class ModernBertEncoder
{
    private const string Dense = "head.dense";
    private const string Norm = "head.norm";

    public static EncoderPlan Plan { get; } = new()
    {
        Prefixes = ["model.", ""],
        Embeddings = "embeddings.tok_embeddings",
        Positions = null,
        EmbeddingNorm = "embeddings.norm",
        FinalNorm = "final_norm",
        IsNormFirst = true,
        Layer = "layers.{0}.",
        QueryKeyValue = ["attn.Wqkv"],
        AttentionOutput = "attn.Wo",
        AttentionNorm = "attn_norm",
        Up = "mlp.Wi",
        Down = "mlp.Wo",
        FeedForwardNorm = "mlp_norm",
        MaskedTokens = new HeadPlan
        {
            Rows = HeadRows.All,
            Dense = Dense,
            Activation = Activation.Gelu,
            Norm = Norm,
            OutputBias = "decoder.bias",
        },
        Sequences = new HeadPlan
        {
            Rows = HeadRows.First,
            Dense = Dense,
            Activation = Activation.Gelu,
            Norm = Norm,
            Output = "classifier",
        },
        Tokens = new HeadPlan
        {
            Rows = HeadRows.All,
            Dense = Dense,
            Activation = Activation.Gelu,
            Norm = Norm,
            Output = "classifier",
        },
    };
}
