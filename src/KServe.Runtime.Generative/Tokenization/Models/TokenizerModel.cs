namespace KServe.Runtime.Generative.Tokenization.Models;

/// <summary>Turns a piece of text into tokens.</summary>
/// <remarks>Thread-safe; what it needs while it works is in the buffer.</remarks>
internal abstract class TokenizerModel(Vocabulary vocabulary)
{
    /// <summary>Gets the tokens.</summary>
    public Vocabulary Vocabulary { get; } = vocabulary;

    /// <summary>Adds the tokens of a piece.</summary>
    /// <param name="word">The piece.</param>
    /// <param name="origin">Where it begins in the text; added to every place.</param>
    /// <param name="output">Takes the tokens.</param>
    public abstract void Tokenize(ReadOnlySpan<char> word, int origin, TokenBuffer output);

    /// <summary>Gets what the units of pieces are at least worth in tokens; null where nothing can be said.</summary>
    public virtual TokenWeights? Weigh() => null;
}
