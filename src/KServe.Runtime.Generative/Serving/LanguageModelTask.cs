namespace KServe.Runtime.Generative;

/// <summary>Names what a language model is asked for, as KServe's huggingfaceserver does.</summary>
public enum LanguageModelTask
{
    /// <summary>What the name of the architecture says; embeddings where it says nothing.</summary>
    Auto = 0,

    /// <summary>Text that goes on from a prompt, by a decoder.</summary>
    TextGeneration,

    /// <summary>Text made of another text, by an encoder and a decoder.</summary>
    Text2TextGeneration,

    /// <summary>One vector for each text.</summary>
    TextEmbedding,

    /// <summary>The class of each text, or a score.</summary>
    SequenceClassification,

    /// <summary>The class of each token.</summary>
    TokenClassification,

    /// <summary>The most probable token for each mask.</summary>
    FillMask,
}
