using System.Text.Json;

namespace KServe.Runtime.Generative.Weights.Gguf;

/// <summary>Writes what sets T5 apart as fields of <c>config.json</c>.</summary>
internal static class GgufT5
{
    /// <summary>Tells whether the network has a gate; the format says nothing of it but the tensors.</summary>
    public static bool IsGated(GgufFile file) => file.Tensors.ContainsKey("enc.blk.0.ffn_gate.weight");

    public static void Write(Utf8JsonWriter json, GgufFields fields, GgufFile file)
    {
        // llama.cpp computes these two, and published models of this family have no other
        json.WriteString("feed_forward_proj", IsGated(file) ? "gated-gelu" : "relu");
        fields.WriteTokenId(json, "decoder_start_token_id", fields.Key("decoder_start_token_id"));
    }
}
