namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>Names what an encoder is asked for.</summary>
internal enum EncoderTask
{
    /// <summary>The states of all tokens.</summary>
    HiddenStates,

    /// <summary>The pooled output: the first token through a dense layer and a hyperbolic tangent.</summary>
    PooledOutput,

    /// <summary>One vector per sequence, pooled and scaled as the model's folder says.</summary>
    Embedding,

    /// <summary>The scores of a sequence's classes; of a ranking model its one score.</summary>
    SequenceClassification,

    /// <summary>The scores of every token's classes.</summary>
    TokenClassification,

    /// <summary>The scores of all tokens at every place.</summary>
    MaskedTokens,

    /// <summary>For every token the scores that an answer begins and ends there.</summary>
    QuestionAnswering,
}
