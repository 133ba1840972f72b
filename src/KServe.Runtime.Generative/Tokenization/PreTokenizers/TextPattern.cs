namespace KServe.Runtime.Generative.Tokenization.PreTokenizers;

/// <summary>What text is searched for, in time linear in the text.</summary>
internal abstract class TextPattern
{
    /// <summary>Begins a search in one text.</summary>
    public abstract PatternMatches Begin(ReadOnlySpan<char> text);
}
