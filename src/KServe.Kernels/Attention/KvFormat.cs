namespace KServe.Kernels.Attention;

/// <summary>How a KV cache stores its numbers.</summary>
public enum KvFormat
{
    /// <summary>IEEE binary32.</summary>
    F32,

    /// <summary>IEEE binary16; larger numbers are stored as the largest.</summary>
    F16,

    /// <summary>The upper half of a binary32, rounded.</summary>
    BF16,

    /// <summary>Signed bytes with one binary32 scale for each token and head.</summary>
    Q8,
}
