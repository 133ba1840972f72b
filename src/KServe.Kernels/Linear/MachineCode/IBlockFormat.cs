namespace KServe.Kernels.Linear;

/// <summary>Names a quantized format at compile time.</summary>
internal interface IBlockFormat
{
    static abstract WeightFormat Format { get; }
}
