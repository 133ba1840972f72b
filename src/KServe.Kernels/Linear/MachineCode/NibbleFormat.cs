namespace KServe.Kernels.Linear;

/// <summary>Names <see cref="WeightFormat.Q4_0"/>.</summary>
internal readonly struct NibbleFormat : IBlockFormat
{
    public static WeightFormat Format => WeightFormat.Q4_0;
}
