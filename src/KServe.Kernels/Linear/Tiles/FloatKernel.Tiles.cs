using System.Runtime.CompilerServices;

namespace KServe.Kernels.Linear;

/// <content>The tiles: some tokens by two registers of rows, sums held in registers.</content>
internal static unsafe partial class FloatKernel<TFloat, TInt, TLanes, TWeights>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Six(PanelCall* call, int token, int lane)
    {
        var weights = call->Weights + (lane * TWeights.LaneBytes);
        var x0 = (float*)call->InputOf(token);
        var x1 = (float*)call->InputOf(token + 1);
        var x2 = (float*)call->InputOf(token + 2);
        var x3 = (float*)call->InputOf(token + 3);
        var x4 = (float*)call->InputOf(token + 4);
        var x5 = (float*)call->InputOf(token + 5);
        TFloat l0 = default, l1 = default, l2 = default, l3 = default, l4 = default, l5 = default;
        TFloat h0 = default, h1 = default, h2 = default, h3 = default, h4 = default, h5 = default;
        for (nint k = 0; k < call->Steps; k++)
        {
            var low = TWeights.Low(weights);
            var high = TWeights.High(weights);
            weights += TWeights.ColumnBytes;
            var v0 = TLanes.Splat(x0 + k);
            l0 = TLanes.MultiplyAdd(low, v0, l0);
            h0 = TLanes.MultiplyAdd(high, v0, h0);
            var v1 = TLanes.Splat(x1 + k);
            l1 = TLanes.MultiplyAdd(low, v1, l1);
            h1 = TLanes.MultiplyAdd(high, v1, h1);
            var v2 = TLanes.Splat(x2 + k);
            l2 = TLanes.MultiplyAdd(low, v2, l2);
            h2 = TLanes.MultiplyAdd(high, v2, h2);
            var v3 = TLanes.Splat(x3 + k);
            l3 = TLanes.MultiplyAdd(low, v3, l3);
            h3 = TLanes.MultiplyAdd(high, v3, h3);
            var v4 = TLanes.Splat(x4 + k);
            l4 = TLanes.MultiplyAdd(low, v4, l4);
            h4 = TLanes.MultiplyAdd(high, v4, h4);
            var v5 = TLanes.Splat(x5 + k);
            l5 = TLanes.MultiplyAdd(low, v5, l5);
            h5 = TLanes.MultiplyAdd(high, v5, h5);
        }

        Store(l0, h0, call->OutputOf(token) + lane);
        Store(l1, h1, call->OutputOf(token + 1) + lane);
        Store(l2, h2, call->OutputOf(token + 2) + lane);
        Store(l3, h3, call->OutputOf(token + 3) + lane);
        Store(l4, h4, call->OutputOf(token + 4) + lane);
        Store(l5, h5, call->OutputOf(token + 5) + lane);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(PanelCall* call, int token, int lane)
    {
        var weights = call->Weights + (lane * TWeights.LaneBytes);
        var x0 = (float*)call->InputOf(token);
        var x1 = (float*)call->InputOf(token + 1);
        var x2 = (float*)call->InputOf(token + 2);
        var x3 = (float*)call->InputOf(token + 3);
        TFloat l0 = default, l1 = default, l2 = default, l3 = default;
        TFloat h0 = default, h1 = default, h2 = default, h3 = default;
        for (nint k = 0; k < call->Steps; k++)
        {
            var low = TWeights.Low(weights);
            var high = TWeights.High(weights);
            weights += TWeights.ColumnBytes;
            var v0 = TLanes.Splat(x0 + k);
            l0 = TLanes.MultiplyAdd(low, v0, l0);
            h0 = TLanes.MultiplyAdd(high, v0, h0);
            var v1 = TLanes.Splat(x1 + k);
            l1 = TLanes.MultiplyAdd(low, v1, l1);
            h1 = TLanes.MultiplyAdd(high, v1, h1);
            var v2 = TLanes.Splat(x2 + k);
            l2 = TLanes.MultiplyAdd(low, v2, l2);
            h2 = TLanes.MultiplyAdd(high, v2, h2);
            var v3 = TLanes.Splat(x3 + k);
            l3 = TLanes.MultiplyAdd(low, v3, l3);
            h3 = TLanes.MultiplyAdd(high, v3, h3);
        }

        Store(l0, h0, call->OutputOf(token) + lane);
        Store(l1, h1, call->OutputOf(token + 1) + lane);
        Store(l2, h2, call->OutputOf(token + 2) + lane);
        Store(l3, h3, call->OutputOf(token + 3) + lane);
    }

    // Whole panels, because weights that only one token uses come from memory once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(PanelCall* call, int token)
    {
        var weights = call->Weights;
        var step = TLanes.Count * TWeights.LaneBytes;
        var x = (float*)call->InputOf(token);
        TFloat l0 = default, l1 = default, l2 = default, l3 = default;
        TFloat h0 = default, h1 = default, h2 = default, h3 = default;
        for (nint k = 0; k < call->Steps; k++)
        {
            var value = TLanes.Splat(x + k);
            Add(weights, value, ref l0, ref h0);
            if (TLanes.Count < 16)
            {
                Add(weights + step, value, ref l1, ref h1);
            }

            if (TLanes.Count < 8)
            {
                Add(weights + (2 * step), value, ref l2, ref h2);
                Add(weights + (3 * step), value, ref l3, ref h3);
            }

            weights += TWeights.ColumnBytes;
        }

        var output = call->OutputOf(token);
        Store(l0, h0, output);
        if (TLanes.Count < 16)
        {
            Store(l1, h1, output + TLanes.Count);
        }

        if (TLanes.Count < 8)
        {
            Store(l2, h2, output + (2 * TLanes.Count));
            Store(l3, h3, output + (3 * TLanes.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(byte* weights, TFloat value, ref TFloat low, ref TFloat high)
    {
        low = TLanes.MultiplyAdd(TWeights.Low(weights), value, low);
        high = TLanes.MultiplyAdd(TWeights.High(weights), value, high);
    }
}
