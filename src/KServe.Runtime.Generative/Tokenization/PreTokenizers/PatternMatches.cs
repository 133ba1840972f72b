namespace KServe.Runtime.Generative.Tokenization.PreTokenizers;

/// <summary>The matches of a pattern in one text.</summary>
internal abstract class PatternMatches
{
    /// <summary>Finds the next match.</summary>
    /// <param name="text">The text that the search began with.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="start">Where the match begins.</param>
    /// <param name="length">The length of the match, at least one.</param>
    /// <returns>Whether there is one.</returns>
    public abstract bool Next(ReadOnlySpan<char> text, int from, out int start, out int length);

    /// <summary>Gives back what the search rented.</summary>
    public virtual void End()
    {
    }
}
