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
        512 => new FloatPanelKernel(ChooseFloat<Vector512<float>, Vector512<int>, Lanes512>(format)),
        256 => new FloatPanelKernel(ChooseFloat<Vector256<float>, Vector256<int>, Lanes256>(format)),
        _ => new FloatPanelKernel(ChooseFloat<Vector128<float>, Vector128<int>, Lanes128>(format)),
    };

    /// <summary>Gets the steps in a row.</summary>
    public abstract int GetSteps(int columns);

    /// <summary>Brings inputs into the form that the kernel reads.</summary>
    /// <returns>The inputs, valid until the pool's next caller.</returns>
    public abstract byte* Prepare(float* input, int tokens, int columns, ComputePool pool, out nint stride);

    private static delegate*<PanelCall*, void> ChooseFloat<TFloat, TInt, TLanes>(WeightFormat format)
        where TFloat : struct
        where TInt : struct
        where TLanes : struct, ILanes<TFloat, TInt> => format switch
    {
        WeightFormat.BF16 => &FloatKernel<TFloat, TInt, TLanes, BrainWeights<TFloat, TInt, TLanes>>.Run,
        WeightFormat.F16 => &FloatKernel<TFloat, TInt, TLanes, HalfWeights<TFloat, TInt, TLanes>>.Run,
        _ => &FloatKernel<TFloat, TInt, TLanes, SingleWeights<TFloat, TInt, TLanes>>.Run,
    };
}
