namespace KServe;

/// <summary>Names what the vectors of a model mean.</summary>
public enum TextEncodingTask
{
    /// <summary>The place of a text among others.</summary>
    Embedding,

    /// <summary>How probable each class is.</summary>
    Classification,

    /// <summary>How well a text fits another: one number for each pair.</summary>
    Score,

    /// <summary>How probable each class is for each token: rows of all tokens, one after the other.</summary>
    TokenClassification,

    /// <summary>How probable each token of the vocabulary is for each mask: rows of all masks.</summary>
    FillMask,
}
