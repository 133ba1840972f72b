namespace KServe;

/// <summary>Names the reasons why a generation ends.</summary>
public enum GenerationFinishReason
{
    /// <summary>The model ended its turn, or a stop string or token was met.</summary>
    Stop,

    /// <summary>The most tokens were generated, or the context is full.</summary>
    Length,

    /// <summary>The model called tools.</summary>
    ToolCalls,

    /// <summary>The text repeated itself over and over.</summary>
    Repetition,

    /// <summary>The generation was cancelled or its time was up.</summary>
    Abort,

    /// <summary>The model failed.</summary>
    Error,
}
