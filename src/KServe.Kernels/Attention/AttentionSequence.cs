using System.Runtime.InteropServices;

namespace KServe.Kernels.Attention;

/// <summary>One sequence's tokens in a call of attention.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct AttentionSequence
{
    /// <summary>Gets or sets the row of its first token among the queries.</summary>
    public int FirstToken { get; set; }

    /// <summary>Gets or sets how many tokens it has in the call.</summary>
    public int TokenCount { get; set; }

    /// <summary>Gets or sets the position of the first of them: how many came before.</summary>
    public int ContextLength { get; set; }

    /// <summary>Gets or sets its blocks in the cache, in order; unused without a cache.</summary>
    public int* Blocks { get; set; }
}
