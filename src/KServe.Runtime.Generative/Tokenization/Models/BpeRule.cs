namespace KServe.Runtime.Generative.Tokenization.Models;

/// <summary>Merges by a table of pairs.</summary>
internal readonly struct BpeRule(Dictionary<ulong, (int Rank, int Id)> merges) : IMergeRule
{
    /// <summary>Gets the key of a pair of tokens.</summary>
    public static ulong Key(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    /// <inheritdoc/>
    public bool TryMerge(MergeWorkspace symbols, int left, int right, out int rank, out int id)
    {
        var found = merges.TryGetValue(Key(symbols.Id(left), symbols.Id(right)), out var merge);
        (rank, id) = merge;
        return found;
    }
}
