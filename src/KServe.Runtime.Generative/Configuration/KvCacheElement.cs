namespace KServe.Runtime.Generative.Configuration;

/// <summary>How the numbers of a KV cache are stored.</summary>
public enum KvCacheElement
{
    /// <summary>16 bits: binary16 or bfloat16.</summary>
    Float16,

    /// <summary>32 bits: binary32.</summary>
    Float32,

    /// <summary>8 bits: an 8-bit floating-point or whole number, its scales not counted.</summary>
    Eight,

    /// <summary>Blocks of 32 signed bytes with a binary16 scale: 8.5 bits.</summary>
    Q8,
}
