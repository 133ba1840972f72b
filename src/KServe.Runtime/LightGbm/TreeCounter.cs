using System.Buffers.Text;
using KServe.Kernels.Trees;
using KServe.Runtime.Files;

namespace KServe.Runtime.LightGbm;

/// <summary>Looks through a text model for the sizes of its trees, so that their memory can be taken at once.</summary>
/// <remarks>That is quick beside parsing the numbers, and saves what growing arrays take and leave behind.</remarks>
internal static class TreeCounter
{
    private const int LongestNumber = 12;

    /// <summary>The fewest bytes that a leaf, with the split above it, takes in a file.</summary>
    private const int LeafBytes = 12;

    private static ReadOnlySpan<byte> Key => "\nnum_leaves="u8;

    /// <summary>Counts what the trees declare, and returns to the beginning of the file.</summary>
    public static TreeTotals Count(ByteSource source)
    {
        var (trees, leaves) = (0, 0L);
        do
        {
            while (source.Window.IndexOf(Key) is >= 0 and var at && HasNumber(source, at))
            {
                source.Advance(at + Key.Length);
                if (Utf8Parser.TryParse(source.Window, out int count, out _) && count > 0)
                {
                    trees++;
                    leaves += count;
                }
            }

            source.Advance(Math.Max(0, source.Window.Length - Key.Length - LongestNumber));
        }
        while (source.Fill());

        source.Rewind();
        leaves = Math.Min(leaves, source.Length / LeafBytes);
        return new TreeTotals(trees, Math.Max(0, (2 * leaves) - trees), leaves);
    }

    /// <summary>Tells whether the number behind a key is whole in the window.</summary>
    private static bool HasNumber(ByteSource source, int at) =>
        source.IsLastWindow || source.Window.Length - at >= Key.Length + LongestNumber;
}
