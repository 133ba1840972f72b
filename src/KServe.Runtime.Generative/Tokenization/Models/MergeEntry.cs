using System.Runtime.InteropServices;

namespace KServe.Runtime.Generative.Tokenization.Models;

/// <summary>Two neighbours that may become one token.</summary>
/// <param name="Rank">The order among merges; the lowest goes first.</param>
/// <param name="Left">The place of the left one.</param>
/// <param name="Id">The token that they become.</param>
/// <param name="Size">How many symbols both cover.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MergeEntry(int Rank, int Left, int Id, int Size)
{
    /// <summary>Tells whether this merge goes before another.</summary>
    public bool Precedes(MergeEntry other) => Rank < other.Rank || (Rank == other.Rank && Left < other.Left);
}
