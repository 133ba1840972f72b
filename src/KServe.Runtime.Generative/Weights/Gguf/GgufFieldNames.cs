using System.Collections.Immutable;

namespace KServe.Runtime.Generative.Weights.Gguf;

/// <summary>Which keys of a file are which fields of <c>config.json</c>, where a family has names of its own.</summary>
/// <param name="Integers">Whole numbers: the field, and the key behind the architecture.</param>
/// <param name="Numbers">Other numbers.</param>
internal sealed record GgufFieldNames(
    ImmutableArray<(string Field, string Key)> Integers,
    ImmutableArray<(string Field, string Key)> Numbers)
{
    private const string Epsilon = "attention.layer_norm_epsilon";
    private static readonly GgufFieldNames None = new([], []);

    private static readonly GgufFieldNames Gpt2 = new(
        [
            ("n_positions", "context_length"),
            ("n_embd", "embedding_length"),
            ("n_layer", "block_count"),
            ("n_inner", "feed_forward_length"),
            ("n_head", "attention.head_count"),
        ],
        [("layer_norm_epsilon", Epsilon)]);

    private static readonly GgufFieldNames LayerNorms = new([], [("layer_norm_eps", Epsilon)]);

    private static readonly GgufFieldNames T5 = new(
        [
            ("n_positions", "context_length"),
            ("d_model", "embedding_length"),
            ("d_ff", "feed_forward_length"),
            ("d_kv", "attention.key_length"),
            ("num_layers", "block_count"),
            ("num_decoder_layers", "decoder_block_count"),
            ("num_heads", "attention.head_count"),
            ("relative_attention_num_buckets", "attention.relative_buckets_count"),
        ],
        [("layer_norm_epsilon", "attention.layer_norm_rms_epsilon")]);

    /// <summary>Gets the names of a family.</summary>
    public static GgufFieldNames Of(GgufFamily family) => family.ModelType switch
    {
        "gpt2" => Gpt2,
        "gpt_neox" or "bert" => LayerNorms,
        "t5" => T5,
        _ => None,
    };
}
