namespace KServe.Kernels.Linear;

/// <summary>Weights in bfloat16.</summary>
internal sealed class BrainPanels : PairPanels
{
    public override WeightFormat Format => WeightFormat.BF16;

    protected override bool CanHold(ushort bits) => true;

    protected override float Widen(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);
}
