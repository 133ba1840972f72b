namespace KServe.Runtime.Generative.Tokenization;

/// <summary>Names which of two texts loses tokens.</summary>
public enum TruncationStrategy
{
    /// <summary>The longer one, then both alike.</summary>
    LongestFirst = 0,

    /// <summary>The first one alone.</summary>
    OnlyFirst,

    /// <summary>The second one alone.</summary>
    OnlySecond,
}
