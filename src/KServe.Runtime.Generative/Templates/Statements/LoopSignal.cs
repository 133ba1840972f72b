namespace KServe.Runtime.Generative.Templates.Statements;

/// <summary>How a loop goes on.</summary>
internal enum LoopSignal
{
    /// <summary>With the next statement.</summary>
    None,

    /// <summary>With the next value.</summary>
    Continue,

    /// <summary>Not at all.</summary>
    Break,
}
