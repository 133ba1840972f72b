using System.Runtime.CompilerServices;

namespace KServe.Kernels.Linear;

/// <summary>Multiplies one panel of floating-point weights with the inputs of some tokens.</summary>
/// <remarks>
/// Every output is one chain of fused multiply-adds over the columns, in order, whatever the width of the registers and
/// the number of tokens side by side: that is what makes outputs equal bit for bit.
/// </remarks>
internal static unsafe partial class FloatKernel<TFloat, TInt, TLanes, TWeights>
    where TFloat : struct
    where TInt : struct
    where TLanes : struct, ILanes<TFloat, TInt>
    where TWeights : struct, IFloatWeights<TFloat>
{
    /// <summary>Computes one panel.</summary>
    public static void Run(PanelCall* call)
    {
        for (var token = 0; token < call->Tokens;)
        {
            token += RunTile(call, token, call->Tokens - token);
        }
    }

    private static int RunTile(PanelCall* call, int token, int left)
    {
        if (left == 1)
        {
            One(call, token);
            return 1;
        }

        for (var lane = 0; lane < Panels.Half; lane += TLanes.Count)
        {
            if (left > 4)
            {
                Six(call, token, lane);
            }
            else
            {
                Four(call, token, lane);
            }
        }

        return left > 4 ? 6 : 4;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TFloat low, TFloat high, float* output)
    {
        TLanes.Store(low, output);
        TLanes.Store(high, output + Panels.Half);
    }
}
