using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Models.Decoders;

/// <summary>GPT-NeoX: layer norms, partly rotated heads, query, key and value of a head side by side.</summary>
internal static class GptNeoXDecoder
{
    public static DecoderPlan Plan { get; } = new()
    {
        Prefixes = ["gpt_neox.", ""],
        Embeddings = "embed_in",
        FinalNorm = "final_layer_norm",
        Output = ["embed_out", "lm_head"],
        Norm = NormKind.Layer,
        QueryKeyValue = ["attention.query_key_value"],
        IsQueryKeyValueByHead = true,
        AttentionOutput = "attention.dense",
        Up = ["mlp.dense_h_to_4h"],
        Down = "mlp.dense_4h_to_h",
    };
}
