namespace KServe.Runtime.Generative.Grammars;

/// <summary>Names the kinds of ways between states.</summary>
internal enum ByteEdgeKind
{
    /// <summary>Over one byte of a range.</summary>
    Bytes,

    /// <summary>Over nothing.</summary>
    Empty,

    /// <summary>Over what a rule derives.</summary>
    Call,
}
