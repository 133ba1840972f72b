namespace KServe.Runtime.Remote;

/// <summary>Names what a remote model of OpenAI's protocol makes.</summary>
public enum RemoteTextTask
{
    /// <summary>Text, by chats and plain completions.</summary>
    Generation,

    /// <summary>Embeddings of texts.</summary>
    Embedding,

    /// <summary>Classes of texts.</summary>
    Classification,

    /// <summary>Scores of pairs of texts, and rankings by them.</summary>
    Score,
}
