namespace KServe.Runtime.Generative.Tokenization.PreTokenizers;

/// <summary>What becomes of the matches at which text is cut.</summary>
internal enum SplitBehavior
{
    /// <summary>A match is a piece.</summary>
    Isolated,

    /// <summary>A match is dropped.</summary>
    Removed,

    /// <summary>A match ends the piece in front of it.</summary>
    MergedWithPrevious,

    /// <summary>A match begins the piece behind it.</summary>
    MergedWithNext,

    /// <summary>Neighbouring matches are one piece.</summary>
    Contiguous,
}
