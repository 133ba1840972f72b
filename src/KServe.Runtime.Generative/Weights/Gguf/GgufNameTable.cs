using System.Globalization;

namespace KServe.Runtime.Generative.Weights.Gguf;

/// <summary>Translates tensor names by a table, in which <c>#</c> stands for the number of a layer.</summary>
/// <remarks>Source: the tables of tensor names in llama.cpp. Immutable.</remarks>
internal sealed class GgufNameTable : IGgufNames
{
    private const char Number = '#';
    private readonly Dictionary<string, string> _names;

    private GgufNameTable(Dictionary<string, string> names) => _names = names;

    public static GgufNameTable Gpt2 { get; } = new(new(StringComparer.Ordinal)
    {
        ["token_embd"] = "transformer.wte",
        ["position_embd"] = "transformer.wpe",
        ["output_norm"] = "transformer.ln_f",
        ["output"] = "lm_head",
        ["blk.#.attn_norm"] = "transformer.h.#.ln_1",
        ["blk.#.attn_qkv"] = "transformer.h.#.attn.c_attn",
        ["blk.#.attn_output"] = "transformer.h.#.attn.c_proj",
        ["blk.#.ffn_norm"] = "transformer.h.#.ln_2",
        ["blk.#.ffn_up"] = "transformer.h.#.mlp.c_fc",
        ["blk.#.ffn_down"] = "transformer.h.#.mlp.c_proj",
    });

    public static GgufNameTable GptNeoX { get; } = new(new(StringComparer.Ordinal)
    {
        ["token_embd"] = "gpt_neox.embed_in",
        ["output_norm"] = "gpt_neox.final_layer_norm",
        ["output"] = "embed_out",
        ["blk.#.attn_norm"] = "gpt_neox.layers.#.input_layernorm",
        ["blk.#.attn_qkv"] = "gpt_neox.layers.#.attention.query_key_value",
        ["blk.#.attn_output"] = "gpt_neox.layers.#.attention.dense",
        ["blk.#.ffn_norm"] = "gpt_neox.layers.#.post_attention_layernorm",
        ["blk.#.ffn_up"] = "gpt_neox.layers.#.mlp.dense_h_to_4h",
        ["blk.#.ffn_down"] = "gpt_neox.layers.#.mlp.dense_4h_to_h",
    });

    public static GgufNameTable Bert { get; } = new(new(StringComparer.Ordinal)
    {
        ["token_embd"] = "embeddings.word_embeddings",
        ["position_embd"] = "embeddings.position_embeddings",
        ["token_types"] = "embeddings.token_type_embeddings",
        ["token_embd_norm"] = "embeddings.LayerNorm",
        ["cls"] = "pooler.dense",
        ["cls.output"] = "classifier",
        ["blk.#.attn_q"] = "encoder.layer.#.attention.self.query",
        ["blk.#.attn_k"] = "encoder.layer.#.attention.self.key",
        ["blk.#.attn_v"] = "encoder.layer.#.attention.self.value",
        ["blk.#.attn_output"] = "encoder.layer.#.attention.output.dense",
        ["blk.#.attn_output_norm"] = "encoder.layer.#.attention.output.LayerNorm",
        ["blk.#.ffn_up"] = "encoder.layer.#.intermediate.dense",
        ["blk.#.ffn_down"] = "encoder.layer.#.output.dense",
        ["blk.#.layer_output_norm"] = "encoder.layer.#.output.LayerNorm",
    });

    /// <summary>Gets the names of T5, whose network has a gate and what it gates, or one matrix.</summary>
    public static GgufNameTable T5(bool isGated)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal)
        {
            ["token_embd"] = "shared",
            ["output"] = "lm_head",
            ["enc.output_norm"] = "encoder.final_layer_norm",
            ["dec.output_norm"] = "decoder.final_layer_norm",
        };
        AddSide(names, "enc", "encoder", network: 1, isGated);
        AddSide(names, "dec", "decoder", network: 2, isGated);
        AddAttention(names, "dec.blk.#.cross_attn", "decoder.block.#.layer.1", "EncDecAttention");
        return new GgufNameTable(names);
    }

    /// <inheritdoc/>
    public string Translate(string name)
    {
        var dot = name.LastIndexOf('.');
        if (dot < 0 || name[dot..] is not (".weight" or ".bias"))
        {
            return name;
        }

        var parts = name[..dot].Split('.');
        var place = Array.FindIndex(
            parts, static part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        var layer = place < 0 ? "" : parts[place];
        if (place >= 0)
        {
            parts[place] = Number.ToString();
        }

        return _names.TryGetValue(string.Join('.', parts), out var translated)
            ? translated.Replace(Number.ToString(), layer, StringComparison.Ordinal) + name[dot..]
            : name;
    }

    private static void AddSide(
        Dictionary<string, string> names, string side, string folder, int network, bool isGated)
    {
        AddAttention(names, $"{side}.blk.#.attn", $"{folder}.block.#.layer.0", "SelfAttention");
        var layer = $"{folder}.block.#.layer.{network}";
        names[$"{side}.blk.#.ffn_norm"] = $"{layer}.layer_norm";
        names[$"{side}.blk.#.ffn_gate"] = $"{layer}.DenseReluDense.wi_0";
        names[$"{side}.blk.#.ffn_up"] = $"{layer}.DenseReluDense.{(isGated ? "wi_1" : "wi")}";
        names[$"{side}.blk.#.ffn_down"] = $"{layer}.DenseReluDense.wo";
    }

    private static void AddAttention(Dictionary<string, string> names, string part, string layer, string attention)
    {
        names[$"{part}_norm"] = $"{layer}.layer_norm";
        names[$"{part}_q"] = $"{layer}.{attention}.q";
        names[$"{part}_k"] = $"{layer}.{attention}.k";
        names[$"{part}_v"] = $"{layer}.{attention}.v";
        names[$"{part}_o"] = $"{layer}.{attention}.o";
        names[$"{part}_rel_b"] = $"{layer}.{attention}.relative_attention_bias";
    }
}
