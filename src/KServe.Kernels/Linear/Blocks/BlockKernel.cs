using System.Runtime.CompilerServices;

namespace KServe.Kernels.Linear;

/// <summary>Multiplies one panel of quantized weights with the quantized inputs of some tokens.</summary>
/// <remarks>
/// Every output is one chain over the blocks, in order: the exact sum of a block's products, as binary32, times the
/// product of the two scales, added with one rounding; then the minimum times the activations' sum, likewise. That is
/// the same whatever the width of the registers and the number of tokens side by side.
/// </remarks>
internal static unsafe partial class BlockKernel<TFloat, TInt, TLanes, TWeights, TDot>
    where TFloat : struct
    where TInt : struct
    where TLanes : struct, ILanes<TFloat, TInt>
    where TWeights : struct, IBlockWeights<TInt>
    where TDot : struct, IDotProduct<TInt>
{
    private const int LargestTile = 6;

    private static int HeaderBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TWeights.HasMinimum ? BlockLayout.WordBytes * 2 : BlockLayout.WordBytes;
    }

    private static int BlockBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => HeaderBytes + (TWeights.GroupBytes * BlockLayout.Groups);
    }

    private static int GroupStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TDot.HasWideActivations ? Panels.GroupSize * 2 : Panels.GroupSize;
    }

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

        var ahead = PanelAhead.GetStart(call, token, LargestTile, BlockBytes);
        for (var lane = 0; lane < Panels.Half; lane += TLanes.Count)
        {
            if (left > 4)
            {
                Six(call, token, lane, ahead);
            }
            else
            {
                Four(call, token, lane, ahead);
            }

            ahead = null;
        }

        return left > 4 ? LargestTile : 4;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Scale(TFloat total, TInt sum, TFloat scale, byte* footer) =>
        TLanes.MultiplyAdd(
            TLanes.ToFloat(TDot.End(sum, footer + BlockLayout.Bias)),
            TLanes.Multiply(scale, TLanes.Splat((float*)(footer + BlockLayout.Scale))),
            total);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat AddMinimum(TFloat total, TFloat minimum, byte* footer) =>
        TLanes.MultiplyAdd(minimum, TLanes.Splat((float*)(footer + BlockLayout.ScaledSum)), total);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TFloat low, TFloat high, float* output)
    {
        TLanes.Store(low, output);
        TLanes.Store(high, output + Panels.Half);
    }
}
