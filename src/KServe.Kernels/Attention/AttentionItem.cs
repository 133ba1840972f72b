using System.Runtime.InteropServices;

namespace KServe.Kernels.Attention;

/// <summary>Queries that one thread computes: some tokens of a sequence, with the heads of one key head.</summary>
/// <remarks>Where there are too few for all threads, an item is cut: each part has the keys of one split.</remarks>
[StructLayout(LayoutKind.Auto)]
internal struct AttentionItem
{
    public int Sequence;
    public int FirstToken;
    public int TokenCount;
    public int KeyValueHead;

    /// <summary>The first split of keys that it computes.</summary>
    public int FirstSplit;

    /// <summary>The split behind its last.</summary>
    public int EndSplit;

    /// <summary>How many parts the item was cut into; 1 for a whole one.</summary>
    public int Parts;

    /// <summary>Which part this is.</summary>
    public int Part;

    /// <summary>The number of the first part's sums among those of all parts.</summary>
    public int FirstPart;
}
