namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>Names which states of a sequence a head reads.</summary>
internal enum HeadRows
{
    /// <summary>That of every token.</summary>
    All,

    /// <summary>That of the first token.</summary>
    First,

    /// <summary>The mean of all tokens.</summary>
    Mean,
}
