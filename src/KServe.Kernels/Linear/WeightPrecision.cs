namespace KServe.Kernels.Linear;

/// <summary>In which precision the weights of a matrix are held and multiplied.</summary>
public enum WeightPrecision
{
    /// <summary>As they are stored: floating point stays so; quantized numbers stay in 8 or 4 bits.</summary>
    Auto,

    /// <summary>Floating point: as stored, or binary32 for what is stored quantized.</summary>
    None,

    /// <summary>8 bits and a scale per 32 inputs; what is stored in 4 bits stays in 4.</summary>
    Q8,

    /// <summary>4 bits, and a scale and a minimum per 32 inputs.</summary>
    Q4,
}
