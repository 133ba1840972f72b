namespace KServe.Runtime.Generative.Tokenization;

/// <summary>Names an end of a sequence of tokens.</summary>
public enum TextSide
{
    /// <summary>The end.</summary>
    Right = 0,

    /// <summary>The beginning.</summary>
    Left,
}
