namespace KServe.Kernels.Linear;

/// <summary>How quantized weights and activations lie in memory, block after block of 32 inputs.</summary>
/// <remarks>
/// A block of a panel: the scales of its rows in binary16, in 4-bit formats above a minimum the minimums likewise, then
/// eight groups of four inputs. A block of a token's activations: eight groups, then scale, bias and scaled sum.
/// </remarks>
internal static class BlockLayout
{
    /// <summary>The bytes of one 32-bit word per row of half a panel, or of one binary16 per row of a panel.</summary>
    public const int WordBytes = Panels.Half * sizeof(int);

    /// <summary>The groups of a block.</summary>
    public const int Groups = Panels.BlockSize / Panels.GroupSize;

    /// <summary>From the end of a block's activations to the number that its sums are multiplied with.</summary>
    public const int Scale = 0;

    /// <summary>To the 32-bit integer that every sum includes: it takes the weights' offset back.</summary>
    public const int Bias = 4;

    /// <summary>To the sum of the activations times the scale, which multiplies minimums.</summary>
    public const int ScaledSum = 8;

    /// <summary>The bytes behind a block's activations.</summary>
    public const int FooterBytes = 16;
}
