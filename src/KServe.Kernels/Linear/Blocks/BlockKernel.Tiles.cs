using System.Runtime.CompilerServices;

namespace KServe.Kernels.Linear;

/// <content>The tiles: some tokens by two registers of rows.</content>
/// <remarks>
/// Long methods on purpose: the sums stay in registers only as locals of one method that calls nothing, and each layer
/// of helpers would bring the compiler nearer to where it stops inlining them.
/// </remarks>
internal static unsafe partial class BlockKernel<TFloat, TInt, TLanes, TWeights, TDot>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Six(PanelCall* call, int token, int lane, byte* ahead)
    {
        var weights = call->Weights + (lane * sizeof(int));
        var x0 = call->InputOf(token);
        var x1 = call->InputOf(token + 1);
        var x2 = call->InputOf(token + 2);
        var x3 = call->InputOf(token + 3);
        var x4 = call->InputOf(token + 4);
        var x5 = call->InputOf(token + 5);
        TFloat l0 = default, l1 = default, l2 = default, l3 = default, l4 = default, l5 = default;
        TFloat h0 = default, h1 = default, h2 = default, h3 = default, h4 = default, h5 = default;
        nint at = 0;
        for (var block = 0; block < call->Steps; block++)
        {
            var footer = at + (GroupStep * BlockLayout.Groups);
            var groups = weights + HeaderBytes;
            ahead = PanelAhead.Ask(ahead, PanelAhead.GetBytes(BlockBytes));
            var a0 = TDot.Start(x0 + footer + BlockLayout.Bias);
            var b0 = a0;
            var a1 = TDot.Start(x1 + footer + BlockLayout.Bias);
            var b1 = a1;
            var a2 = TDot.Start(x2 + footer + BlockLayout.Bias);
            var b2 = a2;
            var a3 = TDot.Start(x3 + footer + BlockLayout.Bias);
            var b3 = a3;
            var a4 = TDot.Start(x4 + footer + BlockLayout.Bias);
            var b4 = a4;
            var a5 = TDot.Start(x5 + footer + BlockLayout.Bias);
            var b5 = a5;
            for (; at < footer; at += GroupStep)
            {
                var low = TWeights.Low(groups);
                var high = TWeights.High(groups);
                groups += TWeights.GroupBytes;
                var (low1, low2) = (TDot.First(low), TDot.Second(low));
                var (high1, high2) = (TDot.First(high), TDot.Second(high));
                a0 = TDot.Add(a0, low1, low2, x0 + at);
                b0 = TDot.Add(b0, high1, high2, x0 + at);
                a1 = TDot.Add(a1, low1, low2, x1 + at);
                b1 = TDot.Add(b1, high1, high2, x1 + at);
                a2 = TDot.Add(a2, low1, low2, x2 + at);
                b2 = TDot.Add(b2, high1, high2, x2 + at);
                a3 = TDot.Add(a3, low1, low2, x3 + at);
                b3 = TDot.Add(b3, high1, high2, x3 + at);
                a4 = TDot.Add(a4, low1, low2, x4 + at);
                b4 = TDot.Add(b4, high1, high2, x4 + at);
                a5 = TDot.Add(a5, low1, low2, x5 + at);
                b5 = TDot.Add(b5, high1, high2, x5 + at);
            }

            var pairs = TLanes.LoadInt(weights);
            var (scaleLow, scaleHigh) = (TLanes.HalfLow(pairs), TLanes.HalfHigh(pairs));
            l0 = Scale(l0, a0, scaleLow, x0 + footer);
            h0 = Scale(h0, b0, scaleHigh, x0 + footer);
            l1 = Scale(l1, a1, scaleLow, x1 + footer);
            h1 = Scale(h1, b1, scaleHigh, x1 + footer);
            l2 = Scale(l2, a2, scaleLow, x2 + footer);
            h2 = Scale(h2, b2, scaleHigh, x2 + footer);
            l3 = Scale(l3, a3, scaleLow, x3 + footer);
            h3 = Scale(h3, b3, scaleHigh, x3 + footer);
            l4 = Scale(l4, a4, scaleLow, x4 + footer);
            h4 = Scale(h4, b4, scaleHigh, x4 + footer);
            l5 = Scale(l5, a5, scaleLow, x5 + footer);
            h5 = Scale(h5, b5, scaleHigh, x5 + footer);
            if (TWeights.HasMinimum)
            {
                pairs = TLanes.LoadInt(weights + BlockLayout.WordBytes);
                var (minLow, minHigh) = (TLanes.HalfLow(pairs), TLanes.HalfHigh(pairs));
                l0 = AddMinimum(l0, minLow, x0 + footer);
                h0 = AddMinimum(h0, minHigh, x0 + footer);
                l1 = AddMinimum(l1, minLow, x1 + footer);
                h1 = AddMinimum(h1, minHigh, x1 + footer);
                l2 = AddMinimum(l2, minLow, x2 + footer);
                h2 = AddMinimum(h2, minHigh, x2 + footer);
                l3 = AddMinimum(l3, minLow, x3 + footer);
                h3 = AddMinimum(h3, minHigh, x3 + footer);
                l4 = AddMinimum(l4, minLow, x4 + footer);
                h4 = AddMinimum(h4, minHigh, x4 + footer);
                l5 = AddMinimum(l5, minLow, x5 + footer);
                h5 = AddMinimum(h5, minHigh, x5 + footer);
            }

            weights += BlockBytes;
            at = footer + BlockLayout.FooterBytes;
        }

        Store(l0, h0, call->OutputOf(token) + lane);
        Store(l1, h1, call->OutputOf(token + 1) + lane);
        Store(l2, h2, call->OutputOf(token + 2) + lane);
        Store(l3, h3, call->OutputOf(token + 3) + lane);
        Store(l4, h4, call->OutputOf(token + 4) + lane);
        Store(l5, h5, call->OutputOf(token + 5) + lane);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(PanelCall* call, int token, int lane, byte* ahead)
    {
        var weights = call->Weights + (lane * sizeof(int));
        var x0 = call->InputOf(token);
        var x1 = call->InputOf(token + 1);
        var x2 = call->InputOf(token + 2);
        var x3 = call->InputOf(token + 3);
        TFloat l0 = default, l1 = default, l2 = default, l3 = default;
        TFloat h0 = default, h1 = default, h2 = default, h3 = default;
        nint at = 0;
        for (var block = 0; block < call->Steps; block++)
        {
            var footer = at + (GroupStep * BlockLayout.Groups);
            var groups = weights + HeaderBytes;
            ahead = PanelAhead.Ask(ahead, PanelAhead.GetBytes(BlockBytes));
            var a0 = TDot.Start(x0 + footer + BlockLayout.Bias);
            var b0 = a0;
            var a1 = TDot.Start(x1 + footer + BlockLayout.Bias);
            var b1 = a1;
            var a2 = TDot.Start(x2 + footer + BlockLayout.Bias);
            var b2 = a2;
            var a3 = TDot.Start(x3 + footer + BlockLayout.Bias);
            var b3 = a3;
            for (; at < footer; at += GroupStep)
            {
                var low = TWeights.Low(groups);
                var high = TWeights.High(groups);
                groups += TWeights.GroupBytes;
                var (low1, low2) = (TDot.First(low), TDot.Second(low));
                var (high1, high2) = (TDot.First(high), TDot.Second(high));
                a0 = TDot.Add(a0, low1, low2, x0 + at);
                b0 = TDot.Add(b0, high1, high2, x0 + at);
                a1 = TDot.Add(a1, low1, low2, x1 + at);
                b1 = TDot.Add(b1, high1, high2, x1 + at);
                a2 = TDot.Add(a2, low1, low2, x2 + at);
                b2 = TDot.Add(b2, high1, high2, x2 + at);
                a3 = TDot.Add(a3, low1, low2, x3 + at);
                b3 = TDot.Add(b3, high1, high2, x3 + at);
            }

            var pairs = TLanes.LoadInt(weights);
            var (scaleLow, scaleHigh) = (TLanes.HalfLow(pairs), TLanes.HalfHigh(pairs));
            l0 = Scale(l0, a0, scaleLow, x0 + footer);
            h0 = Scale(h0, b0, scaleHigh, x0 + footer);
            l1 = Scale(l1, a1, scaleLow, x1 + footer);
            h1 = Scale(h1, b1, scaleHigh, x1 + footer);
            l2 = Scale(l2, a2, scaleLow, x2 + footer);
            h2 = Scale(h2, b2, scaleHigh, x2 + footer);
            l3 = Scale(l3, a3, scaleLow, x3 + footer);
            h3 = Scale(h3, b3, scaleHigh, x3 + footer);
            if (TWeights.HasMinimum)
            {
                pairs = TLanes.LoadInt(weights + BlockLayout.WordBytes);
                var (minLow, minHigh) = (TLanes.HalfLow(pairs), TLanes.HalfHigh(pairs));
                l0 = AddMinimum(l0, minLow, x0 + footer);
                h0 = AddMinimum(h0, minHigh, x0 + footer);
                l1 = AddMinimum(l1, minLow, x1 + footer);
                h1 = AddMinimum(h1, minHigh, x1 + footer);
                l2 = AddMinimum(l2, minLow, x2 + footer);
                h2 = AddMinimum(h2, minHigh, x2 + footer);
                l3 = AddMinimum(l3, minLow, x3 + footer);
                h3 = AddMinimum(h3, minHigh, x3 + footer);
            }

            weights += BlockBytes;
            at = footer + BlockLayout.FooterBytes;
        }

        Store(l0, h0, call->OutputOf(token) + lane);
        Store(l1, h1, call->OutputOf(token + 1) + lane);
        Store(l2, h2, call->OutputOf(token + 2) + lane);
        Store(l3, h3, call->OutputOf(token + 3) + lane);
    }
}
