namespace KServe.Runtime.Generative.Tokenization.Models;

/// <summary>Says which neighbours become one token, and in which order.</summary>
internal interface IMergeRule
{
    /// <summary>Looks whether two neighbours merge.</summary>
    /// <param name="symbols">The symbols.</param>
    /// <param name="left">The place of the left one.</param>
    /// <param name="right">The place of the right one.</param>
    /// <param name="rank">The order of the merge.</param>
    /// <param name="id">What they become.</param>
    bool TryMerge(MergeWorkspace symbols, int left, int right, out int rank, out int id);
}
