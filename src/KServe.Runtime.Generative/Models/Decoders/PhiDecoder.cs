namespace KServe.Runtime.Generative.Models.Decoders;

/// <summary>Phi-3: queries, keys and values in one matrix, gate and what it gates in another.</summary>
internal static class PhiDecoder
{
    public static DecoderPlan Plan { get; } = new()
    {
        QueryKeyValue = ["self_attn.qkv_proj"],
        Up = ["mlp.gate_up_proj"],
    };
}
