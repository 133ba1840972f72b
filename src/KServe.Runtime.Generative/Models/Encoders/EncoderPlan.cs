using KServe.Kernels.Vectors;
using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>What sets one encoder architecture apart: the names of its weights and a few choices.</summary>
/// <remarks>Sizes are in the configuration. Names of a layer are relative to it; <c>{0}</c> is a number.</remarks>
internal sealed record EncoderPlan
{
    /// <summary>Gets what names begin with: the first under which <see cref="Embeddings"/> exist.</summary>
    public IReadOnlyList<string> Prefixes { get; init; } = [""];

    /// <summary>Gets the embeddings of tokens.</summary>
    public string Embeddings { get; init; } = "embeddings.word_embeddings";

    /// <summary>Gets the embeddings of positions, of models without rotary ones.</summary>
    public string? Positions { get; init; } = "embeddings.position_embeddings";

    /// <summary>Gets the embeddings of segments, of models that have them.</summary>
    public string TokenTypes { get; init; } = "embeddings.token_type_embeddings";

    /// <summary>Gets the norm of the embeddings, where there is one.</summary>
    public string? EmbeddingNorm { get; init; } = "embeddings.LayerNorm";

    /// <summary>Gets the norm behind the last layer, where there is one.</summary>
    public string? FinalNorm { get; init; }

    /// <summary>Gets how norms work.</summary>
    public NormKind Norm { get; init; } = NormKind.Layer;

    /// <summary>Gets whether norms stand in front of attention and network rather than behind the sums.</summary>
    public bool IsNormFirst { get; init; }

    /// <summary>Gets a layer.</summary>
    public string Layer { get; init; } = "encoder.layer.{0}.";

    /// <summary>Gets the matrices of queries, keys and values: three, or one with all.</summary>
    public IReadOnlyList<string> QueryKeyValue { get; init; } =
        ["attention.self.query", "attention.self.key", "attention.self.value"];

    /// <summary>Gets the matrix behind the attention.</summary>
    public string AttentionOutput { get; init; } = "attention.output.dense";

    /// <summary>Gets the norm of the attention; a first layer may lack it.</summary>
    public string AttentionNorm { get; init; } = "attention.output.LayerNorm";

    /// <summary>Gets the first matrix of the network, of a gated one with gate and what it gates.</summary>
    public string Up { get; init; } = "intermediate.dense";

    /// <summary>Gets the gate and what it gates, where they are matrices of their own.</summary>
    public IReadOnlyList<string> GatedUp { get; init; } = [];

    /// <summary>Gets the matrix back.</summary>
    public string Down { get; init; } = "output.dense";

    /// <summary>Gets the norm of the network.</summary>
    public string FeedForwardNorm { get; init; } = "output.LayerNorm";

    /// <summary>Gets the biases by distance, of models that have them.</summary>
    public string DistanceBias { get; init; } = "encoder.relative_attention_bias";

    /// <summary>Gets the dense layer of a pooled output.</summary>
    public string Pooler { get; init; } = "pooler.dense";

    /// <summary>Gets the head that predicts masked tokens.</summary>
    public HeadPlan MaskedTokens { get; init; } = new()
    {
        Rows = HeadRows.All,
        Dense = "cls.predictions.transform.dense",
        Norm = "cls.predictions.transform.LayerNorm",
        OutputBias = "cls.predictions.bias",
    };

    /// <summary>Gets the head that classifies sequences and ranks pairs.</summary>
    public HeadPlan Sequences { get; init; } = new()
    {
        Rows = HeadRows.First,
        HasPooler = true,
        Activation = Activation.Tanh,
        Output = "classifier",
    };

    /// <summary>Gets the head that classifies tokens.</summary>
    public HeadPlan Tokens { get; init; } = new() { Rows = HeadRows.All, Output = "classifier" };

    /// <summary>Gets the head that finds where answers begin and end.</summary>
    public HeadPlan Answers { get; init; } = new() { Rows = HeadRows.All, Output = "qa_outputs" };
}
