namespace KServe.Runtime.Generative.Configuration;

/// <summary>What a family of decoders assumes where its file says nothing.</summary>
/// <remarks>Source: the configuration classes of Hugging Face transformers, whose files leave out defaults.</remarks>
internal sealed record DecoderTraits
{
    public required string Architecture { get; init; }

    public string ActivationField { get; init; } = "hidden_act";

    public string Activation { get; init; } = "silu";

    public int? HiddenSize { get; init; }

    public int? IntermediateSize { get; init; }

    public int? LayerCount { get; init; }

    public int? HeadCount { get; init; }

    public int? KeyValueHeadCount { get; init; }

    public int? HeadSize { get; init; }

    public int? VocabularySize { get; init; }

    public int MaxPositions { get; init; } = 2048;

    public double Epsilon { get; init; } = 1e-6;

    public double Theta { get; init; } = 10000;

    public bool HasQueryKeyValueBias { get; init; }

    /// <summary>Gets whether the output matrix has a bias where <c>attention_bias</c> is set.</summary>
    public bool HasOutputBiasWithAttentionBias { get; init; }

    public bool HasQueryKeyNorm { get; init; }

    public bool HasTiedEmbeddings { get; init; }
}
