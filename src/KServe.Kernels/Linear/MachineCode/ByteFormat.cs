namespace KServe.Kernels.Linear;

/// <summary>Names <see cref="WeightFormat.Q8_0"/>.</summary>
internal readonly struct ByteFormat : IBlockFormat
{
    public static WeightFormat Format => WeightFormat.Q8_0;
}
