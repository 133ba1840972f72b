namespace KServe.Kernels.Linear;

/// <summary>Weights in binary16, all of them finite.</summary>
internal sealed class HalfPanels : PairPanels
{
    public override WeightFormat Format => WeightFormat.F16;

    // The kernels widen by a shift and a multiplication, which takes infinity for a number.
    protected override bool CanHold(ushort bits) => Half.IsFinite(BitConverter.UInt16BitsToHalf(bits));

    protected override float Widen(ushort bits) => (float)BitConverter.UInt16BitsToHalf(bits);
}
