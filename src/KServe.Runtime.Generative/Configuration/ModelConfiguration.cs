using System.Collections.Immutable;

namespace KServe.Runtime.Generative.Configuration;

/// <summary>The shape of a language model, whatever file it was read from.</summary>
/// <remarks>Immutable. All sizes were checked against <see cref="ConfigurationLimits"/> by the readers.</remarks>
internal sealed record ModelConfiguration
{
    /// <summary>Gets the class name under which the model was published, such as <c>LlamaForCausalLM</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Gets the family, such as <c>llama</c>.</summary>
    public required string ModelType { get; init; }

    /// <summary>Gets the number of token embeddings.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Gets the numbers in a hidden state.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Gets the width of the feed-forward network.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Gets the number of layers; of T5, in the encoder.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Gets the number of decoder layers of an encoder-decoder, else 0.</summary>
    public int DecoderLayerCount { get; init; }

    /// <summary>Gets the shape of the attention.</summary>
    public required AttentionConfiguration Attention { get; init; }

    /// <summary>Gets the rows of the position table, or the longest sequence that rotary positions reach.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>Gets the position of the first token: the pad id + 1 in RoBERTa and MPNet, else 0.</summary>
    public int PositionOffset { get; init; }

    /// <summary>Gets the number of segment embeddings, 0 without.</summary>
    public int TokenTypeCount { get; init; }

    /// <summary>Gets what is added to the variance in a norm.</summary>
    public required double NormEpsilon { get; init; }

    /// <summary>Gets whether layer norms have a bias.</summary>
    public bool HasNormBias { get; init; }

    /// <summary>Gets the activation of the feed-forward network.</summary>
    public required ActivationKind Activation { get; init; }

    /// <summary>Gets whether the feed-forward network multiplies by a gate.</summary>
    public bool HasGatedMlp { get; init; }

    /// <summary>Gets whether the feed-forward matrices have a bias.</summary>
    public bool HasMlpBias { get; init; }

    /// <summary>Gets whether matrices are stored [outputs, inputs] though the family stores them turned.</summary>
    public bool StoresOutputsFirst { get; init; }

    /// <summary>Gets whether the output matrix is the embedding table.</summary>
    public bool HasTiedEmbeddings { get; init; }

    /// <summary>Gets whether attention and feed-forward network read the same input (GPT-NeoX).</summary>
    public bool HasParallelResidual { get; init; }

    /// <summary>Gets what embeddings are multiplied with: the root of the hidden size in Gemma, else 1.</summary>
    public double EmbeddingScale { get; init; } = 1;

    /// <summary>Gets the cap c of <c>c·tanh(logit / c)</c> on the last logits, 0 without.</summary>
    public double FinalLogitSoftcap { get; init; }

    /// <summary>Gets the rotary positions, of windowed layers too unless <see cref="LocalRope"/> is set.</summary>
    public RopeConfiguration? Rope { get; init; }

    /// <summary>Gets the rotary positions of windowed layers (Gemma 3, ModernBERT).</summary>
    public RopeConfiguration? LocalRope { get; init; }

    /// <summary>Gets the mixture of experts.</summary>
    public MoeConfiguration? Moe { get; init; }

    /// <summary>Gets the learned biases by distance (T5, MPNet).</summary>
    public RelativePositionConfiguration? RelativePositions { get; init; }

    /// <summary>Gets the class names of a classifier, by index; empty where the file names none.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>Gets the problem of a classifier where it is named: <c>multi_label_classification</c> or so.</summary>
    public string? ProblemType { get; init; }

    /// <summary>Gets how a ModernBERT classifier pools its tokens.</summary>
    public PoolingMode ClassifierPooling { get; init; } = PoolingMode.FirstToken;

    /// <summary>Gets how a sentence embedding is made, where the folder says so.</summary>
    public PoolingConfiguration? Pooling { get; init; }

    /// <summary>Gets the ids of the special tokens.</summary>
    public required SpecialTokenIds Tokens { get; init; }

    /// <summary>Gets the sampling parameters that the model's authors suggest.</summary>
    public GenerationDefaults Generation { get; init; } = new();
}
