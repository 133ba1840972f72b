using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>The encoder of T5: root mean square norms first, biases by distance, no positions.</summary>
internal static class T5Encoder
{
    public static EncoderPlan Plan { get; } = new()
    {
        Embeddings = "shared",
        Positions = null,
        EmbeddingNorm = null,
        FinalNorm = "encoder.final_layer_norm",
        Norm = NormKind.Rms,
        IsNormFirst = true,
        Layer = "encoder.block.{0}.",
        QueryKeyValue = ["layer.0.SelfAttention.q", "layer.0.SelfAttention.k", "layer.0.SelfAttention.v"],
        AttentionOutput = "layer.0.SelfAttention.o",
        AttentionNorm = "layer.0.layer_norm",
        Up = "layer.1.DenseReluDense.wi",
        GatedUp = ["layer.1.DenseReluDense.wi_0", "layer.1.DenseReluDense.wi_1"],
        Down = "layer.1.DenseReluDense.wo",
        FeedForwardNorm = "layer.1.layer_norm",
        DistanceBias = "encoder.block.0.layer.0.SelfAttention.relative_attention_bias",
    };
}
