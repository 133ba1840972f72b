namespace KServe.Runtime.Generative.KvCache;

/// <summary>Says what a model whose layers all have windows still reads of a sequence.</summary>
internal static class SlidingWindow
{
    /// <summary>Finds the first block that the next token reads, and with it every later token.</summary>
    /// <param name="window">The tokens that a token sees, itself included; 0 for all.</param>
    /// <param name="computed">The tokens before it.</param>
    /// <param name="blockSize">The tokens in a block.</param>
    public static int FirstBlock(int window, int computed, int blockSize) =>
        window > 0 && computed >= window ? (computed - window + 1) / blockSize : 0;
}
