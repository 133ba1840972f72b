using System.Runtime.InteropServices;

namespace KServe.Runtime.Generative.Weights;

/// <summary>Where the rows of a tensor stand in a file whose writer put them into another order.</summary>
/// <param name="Heads">The heads that the rows belong to; 0 where the order is the same.</param>
/// <param name="HeadSize">The rows of a head, of one kind.</param>
/// <param name="Kinds">1 where the halves of a head were interleaved; 3 where the queries, keys and values of a head,
/// which lie side by side, were put together by kind.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RowOrder(int Heads, int HeadSize, int Kinds)
{
    /// <summary>Gets whether rows stand where they belong.</summary>
    public bool IsSame => Heads == 0;

    /// <summary>Gets the rows that must stay together when a tensor is cut.</summary>
    public int BlockSize => IsSame ? 1 : Kinds == 1 ? HeadSize : Heads * HeadSize * Kinds;

    /// <summary>Gets the place of a row in the file.</summary>
    public int Find(int row)
    {
        if (IsSame)
        {
            return row;
        }

        if (Kinds > 1)
        {
            var (part, inHead) = Math.DivRem(row, HeadSize);
            var (owner, kind) = Math.DivRem(part, Kinds);
            return (((kind * Heads) + owner) * HeadSize) + inHead;
        }

        var (head, place) = Math.DivRem(row, HeadSize);
        var (half, pair) = Math.DivRem(place, HeadSize / 2);
        return (head * HeadSize) + (2 * pair) + half;
    }
}
