namespace KServe.Protocol;

/// <summary>Names the endpoints that make vectors.</summary>
public enum OpenAiEncodingKind
{
    /// <summary><c>/embeddings</c> of OpenAI.</summary>
    Embeddings,

    /// <summary><c>/rerank</c> of Cohere and Jina.</summary>
    Rerank,

    /// <summary><c>/score</c> of vLLM.</summary>
    Score,

    /// <summary><c>/classify</c> of vLLM.</summary>
    Classify,
}
