using System.Runtime.Intrinsics;
using KServe.Kernels.Compute;

namespace KServe.Kernels.Linear;

/// <summary>The kernel of a precision on a processor, and what it wants its inputs to look like.</summary>
internal abstract unsafe class PanelKernel(delegate*<PanelCall*, void> run)
{
    /// <summary>Gets the code.</summary>
    public delegate*<PanelCall*, void> Run => run;

    /// <summary>Chooses the kernel.</summary>
    public static PanelKernel Choose(WeightFormat format, KernelChoice choice) => choice.Width switch
    {
        512 when choice.HasMachineCode && ChooseAssembled(format) is { } assembled => assembled,

        // Half as wide, but one instruction instead of four: some percent faster for 16 tokens on a busy Zen 5, and no
        // different for 512 as far as that could be told.
        512 when choice.HasByteDot && format == WeightFormat.Q8_0 =>
            Choose<Vector256<float>, Vector256<int>, Lanes256, VnniDot256, VnniDot256>(format),
        512 => Choose<Vector512<float>, Vector512<int>, Lanes512, WordDot512, NibbleDot512>(format),
        256 when choice.HasByteDot =>
            Choose<Vector256<float>, Vector256<int>, Lanes256, VnniDot256, VnniDot256>(format),
        256 => Choose<Vector256<float>, Vector256<int>, Lanes256, WordDot256, NibbleDot256>(format),
        _ => Choose<Vector128<float>, Vector128<int>, Lanes128, WordDot128, WordDot128>(format),
    };

    /// <summary>Gets the steps in a row.</summary>
    public abstract int GetSteps(int columns);

    /// <summary>Brings inputs into the form that the kernel reads.</summary>
    /// <returns>The inputs, valid until the pool's next caller.</returns>
    public abstract byte* Prepare(float* input, int tokens, int columns, ComputePool pool, out nint stride);

    private static BlockPanelKernel? ChooseAssembled(WeightFormat format) => format switch
    {
        WeightFormat.Q8_0 =>
            new BlockPanelKernel(&VnniKernel<ByteFormat>.Run, isWide: false, ByteBlockPanels.Offset),
        WeightFormat.Q4_0 =>
            new BlockPanelKernel(&VnniKernel<NibbleFormat>.Run, isWide: false, NibbleBlockPanels.Offset),
        WeightFormat.Q4_1 => new BlockPanelKernel(&VnniKernel<RaisedNibbleFormat>.Run, isWide: false, offset: 0),
        _ => null,
    };

    private static PanelKernel Choose<TFloat, TInt, TLanes, TByteDot, TNibbleDot>(WeightFormat format)
        where TFloat : struct
        where TInt : struct
        where TLanes : struct, ILanes<TFloat, TInt>
        where TByteDot : struct, IDotProduct<TInt>
        where TNibbleDot : struct, IDotProduct<TInt> => format switch
    {
        WeightFormat.F32 => new FloatPanelKernel(
            &FloatKernel<TFloat, TInt, TLanes, SingleWeights<TFloat, TInt, TLanes>>.Run),
        WeightFormat.BF16 => new FloatPanelKernel(
            &FloatKernel<TFloat, TInt, TLanes, BrainWeights<TFloat, TInt, TLanes>>.Run),
        WeightFormat.F16 => new FloatPanelKernel(
            &FloatKernel<TFloat, TInt, TLanes, HalfWeights<TFloat, TInt, TLanes>>.Run),
        WeightFormat.Q4_0 => new BlockPanelKernel(
            &BlockKernel<TFloat, TInt, TLanes, NibbleWeights<TFloat, TInt, TLanes>, TNibbleDot>.Run,
            TNibbleDot.HasWideActivations,
            NibbleBlockPanels.Offset),
        WeightFormat.Q4_1 => new BlockPanelKernel(
            &BlockKernel<TFloat, TInt, TLanes, NibbleMinimumWeights<TFloat, TInt, TLanes>, TNibbleDot>.Run,
            TNibbleDot.HasWideActivations,
            offset: 0),
        _ => new BlockPanelKernel(
            &BlockKernel<TFloat, TInt, TLanes, ByteWeights<TFloat, TInt, TLanes>, TByteDot>.Run,
            TByteDot.HasWideActivations,
            ByteBlockPanels.Offset),
    };
}
