using System.Runtime.InteropServices;

namespace KServe.Kernels.Attention;

/// <summary>Queries that one thread computes: some tokens of a sequence, with the heads of one key head.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct AttentionItem
{
    public int Sequence;
    public int FirstToken;
    public int TokenCount;
    public int KeyValueHead;
}
