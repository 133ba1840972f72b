using System.Text;

namespace KServe.Runtime.Generative.Grammars;

/// <summary>Spells ranges of code points as ranges of UTF-8 bytes.</summary>
/// <remarks>
/// A range is cut where the length of the encoding changes, and where a byte behind the first would not run over all
/// its values: what is left is a product of byte ranges.
/// </remarks>
internal static class Utf8Ranges
{
    private static readonly int[] LastOfLength = [0x7F, 0x7FF, 0xFFFF, 0x10FFFF];

    /// <summary>Adds the ways that spell one character of a range.</summary>
    public static void Add(ByteGraphBuilder graph, int from, int to, int low, int high)
    {
        foreach (var last in LastOfLength)
        {
            if (low <= last && high > last)
            {
                Add(graph, from, to, low, last);
                low = last + 1;
            }
        }

        // Six bits are in each byte behind the first.
        for (var bits = 6; bits <= 18; bits += 6)
        {
            var mask = (1 << bits) - 1;
            if ((low & ~mask) == (high & ~mask) || high <= LastOfLength[0])
            {
                continue;
            }

            if ((low & mask) != 0)
            {
                Add(graph, from, to, low, low | mask);
                Add(graph, from, to, (low | mask) + 1, high);
                return;
            }

            if ((high & mask) != mask)
            {
                Add(graph, from, to, low, (high & ~mask) - 1);
                Add(graph, from, to, high & ~mask, high);
                return;
            }
        }

        AddProduct(graph, from, to, low, high);
    }

    private static void AddProduct(ByteGraphBuilder graph, int from, int to, int low, int high)
    {
        Span<byte> first = stackalloc byte[4];
        Span<byte> last = stackalloc byte[4];
        var length = new Rune(low).EncodeToUtf8(first);
        new Rune(high).EncodeToUtf8(last);
        for (var i = 0; i < length; i++)
        {
            var next = i == length - 1 ? to : graph.AddState();
            graph.AddBytes(from, first[i], last[i], next);
            from = next;
        }
    }
}
