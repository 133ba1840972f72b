using KServe.Kernels.Vectors;
using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Models.Decoders;

/// <summary>What sets one decoder architecture apart: the names of its weights and a few choices.</summary>
/// <remarks>Sizes are in the configuration. Names of a layer are relative to it; <c>{0}</c> is a number.</remarks>
internal sealed record DecoderPlan
{
    /// <summary>Gets what names begin with: the first under which <see cref="Embeddings"/> exist.</summary>
    public IReadOnlyList<string> Prefixes { get; init; } = ["model.", ""];

    /// <summary>Gets the embeddings of tokens.</summary>
    public string Embeddings { get; init; } = "embed_tokens";

    /// <summary>Gets the embeddings of positions, of models without rotary ones.</summary>
    public string? Positions { get; init; }

    /// <summary>Gets the last norm.</summary>
    public string FinalNorm { get; init; } = "norm";

    /// <summary>Gets the matrix of the logits, which has no prefix; not read where it is the embeddings.</summary>
    public IReadOnlyList<string> Output { get; init; } = ["lm_head", "language_model.lm_head"];

    /// <summary>Gets a layer.</summary>
    public string Layer { get; init; } = "layers.{0}.";

    /// <summary>Gets how norms work.</summary>
    public NormKind Norm { get; init; }

    /// <summary>Gets the norm in front of the attention.</summary>
    public string AttentionNorm { get; init; } = "input_layernorm";

    /// <summary>Gets the norm behind the attention, where there is one.</summary>
    public string? AttentionOutputNorm { get; init; }

    /// <summary>Gets the norm in front of the feed-forward network.</summary>
    public string FeedForwardNorm { get; init; } = "post_attention_layernorm";

    /// <summary>Gets the norm behind the feed-forward network, where there is one.</summary>
    public string? FeedForwardOutputNorm { get; init; }

    /// <summary>Gets the matrices of queries, keys and values: three, or one with all.</summary>
    public IReadOnlyList<string> QueryKeyValue { get; init; } =
        ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"];

    /// <summary>Gets whether the one matrix has query, key and value of a head side by side.</summary>
    public bool IsQueryKeyValueByHead { get; init; }

    /// <summary>Gets the norm of query heads, where there is one.</summary>
    public string QueryNorm { get; init; } = "self_attn.q_norm";

    /// <summary>Gets the norm of key heads, where there is one.</summary>
    public string KeyNorm { get; init; } = "self_attn.k_norm";

    /// <summary>Gets the matrix behind the attention.</summary>
    public string AttentionOutput { get; init; } = "self_attn.o_proj";

    /// <summary>Gets which numbers rotary positions turn together.</summary>
    public RotaryLayout Rotary { get; init; } = RotaryLayout.Halves;

    /// <summary>Gets the gate and what it gates, or one matrix with both, or the one of a network without.</summary>
    public IReadOnlyList<string> Up { get; init; } = ["mlp.gate_proj", "mlp.up_proj"];

    /// <summary>Gets the matrix back.</summary>
    public string Down { get; init; } = "mlp.down_proj";

    /// <summary>Gets the matrix that chooses experts.</summary>
    public string Router { get; init; } = "mlp.gate";

    /// <summary>Gets the gate and what it gates of an expert.</summary>
    public IReadOnlyList<string> ExpertUp { get; init; } =
        ["mlp.experts.{0}.gate_proj", "mlp.experts.{0}.up_proj"];

    /// <summary>Gets the matrix back of an expert.</summary>
    public string ExpertDown { get; init; } = "mlp.experts.{0}.down_proj";

    /// <summary>Gets the gate and what it gates of the expert that all tokens visit.</summary>
    public IReadOnlyList<string> SharedUp { get; init; } =
        ["mlp.shared_expert.gate_proj", "mlp.shared_expert.up_proj"];

    /// <summary>Gets the matrix back of the expert that all tokens visit.</summary>
    public string SharedDown { get; init; } = "mlp.shared_expert.down_proj";

    /// <summary>Gets how much of that expert a token takes, where there is a choice.</summary>
    public string SharedGate { get; init; } = "mlp.shared_expert_gate";

    /// <summary>Gets whether matrices are stored [inputs, outputs].</summary>
    public bool IsTransposed { get; init; }
}
