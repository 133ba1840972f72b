namespace KServe.Kernels.Linear;

/// <summary>How the numbers of a weight matrix are stored; the quantized ones as GGUF defines them.</summary>
/// <remarks>Source of the block layouts: the GGUF specification and the type tables of ggml.</remarks>
public enum WeightFormat
{
    /// <summary>IEEE binary32.</summary>
    F32,

    /// <summary>IEEE binary16.</summary>
    F16,

    /// <summary>The upper half of a binary32.</summary>
    BF16,

    /// <summary>Blocks of 32: a binary16 scale and 32 signed bytes.</summary>
    Q8_0,

    /// <summary>Blocks of 32: a binary16 scale and 4-bit numbers around 8.</summary>
    Q4_0,

    /// <summary>Blocks of 32: a binary16 scale and minimum, and 4-bit numbers.</summary>
    Q4_1,

    /// <summary>Blocks of 32: a binary16 scale and 5-bit numbers around 16.</summary>
    Q5_0,

    /// <summary>Blocks of 32: a binary16 scale and minimum, and 5-bit numbers.</summary>
    Q5_1,

    /// <summary>Blocks of 256: eight sub-blocks of 4-bit numbers with 6-bit scales and minimums.</summary>
    Q4_K,

    /// <summary>Blocks of 256: eight sub-blocks of 5-bit numbers with 6-bit scales and minimums.</summary>
    Q5_K,

    /// <summary>Blocks of 256: sixteen sub-blocks of 6-bit numbers with 8-bit scales.</summary>
    Q6_K,
}
