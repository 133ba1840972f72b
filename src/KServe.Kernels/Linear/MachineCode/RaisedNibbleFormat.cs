namespace KServe.Kernels.Linear;

/// <summary>Names <see cref="WeightFormat.Q4_1"/>.</summary>
internal readonly struct RaisedNibbleFormat : IBlockFormat
{
    public static WeightFormat Format => WeightFormat.Q4_1;
}
