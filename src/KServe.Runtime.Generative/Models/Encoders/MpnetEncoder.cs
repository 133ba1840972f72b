namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>MPNet: biases by distance, shared by all layers.</summary>
internal static class MpnetEncoder
{
    public static EncoderPlan Plan { get; } = new()
    {
        Prefixes = ["mpnet.", ""],
        QueryKeyValue = ["attention.attn.q", "attention.attn.k", "attention.attn.v"],
        AttentionOutput = "attention.attn.o",
        AttentionNorm = "attention.LayerNorm",
        MaskedTokens = RobertaEncoder.MaskedTokens,
        Sequences = RobertaEncoder.Sequences,
    };
}
