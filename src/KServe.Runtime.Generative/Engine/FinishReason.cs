namespace KServe.Runtime.Generative.Engine;

/// <summary>Says why an answer has ended.</summary>
internal enum FinishReason
{
    /// <summary>It has not.</summary>
    None = 0,

    /// <summary>An end token, a stop token or a stop text came.</summary>
    Stop,

    /// <summary>It is as long as it may be, or the context is full.</summary>
    Length,

    /// <summary>It repeats itself.</summary>
    Repetition,

    /// <summary>The client gave up.</summary>
    Abort,

    /// <summary>It failed.</summary>
    Error,
}
