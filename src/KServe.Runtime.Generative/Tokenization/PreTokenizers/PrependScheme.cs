namespace KServe.Runtime.Generative.Tokenization.PreTokenizers;

/// <summary>Which pieces get the mark of a word's begin in front of them.</summary>
internal enum PrependScheme
{
    /// <summary>All pieces.</summary>
    Always,

    /// <summary>The piece at the start of the text.</summary>
    First,

    /// <summary>No piece.</summary>
    Never,
}
