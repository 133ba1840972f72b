namespace KServe.Kernels.Attention;

/// <summary>Names where the keys and values of an attention lie.</summary>
internal enum KeyValueSource
{
    /// <summary>In the blocks of a cache.</summary>
    Blocks,

    /// <summary>In rows, one per token.</summary>
    Rows,
}
