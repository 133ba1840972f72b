using System.Runtime.CompilerServices;

namespace KServe.Kernels.Linear;

/// <content>One token: whole panels, because weights that it alone uses come from memory once.</content>
internal static unsafe partial class BlockKernel<TFloat, TInt, TLanes, TWeights, TDot>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(PanelCall* call, int token)
    {
        const int words = Panels.Half;
        TFloat l0 = default, l1 = default, l2 = default, l3 = default;
        TFloat h0 = default, h1 = default, h2 = default, h3 = default;
        var step = TLanes.Count * sizeof(int);
        var weights = call->Weights;
        var activations = call->InputOf(token);
        for (var block = 0; block < call->Steps; block++)
        {
            AddBlock(weights, activations, ref l0, ref h0);
            if (TLanes.Count < words)
            {
                AddBlock(weights + step, activations, ref l1, ref h1);
            }

            if (TLanes.Count < words / 2)
            {
                AddBlock(weights + (2 * step), activations, ref l2, ref h2);
                AddBlock(weights + (3 * step), activations, ref l3, ref h3);
            }

            weights += BlockBytes;
            activations += (GroupStep * BlockLayout.Groups) + BlockLayout.FooterBytes;
        }

        var output = call->OutputOf(token);
        Store(l0, h0, output);
        if (TLanes.Count < words)
        {
            Store(l1, h1, output + TLanes.Count);
        }

        if (TLanes.Count < words / 2)
        {
            Store(l2, h2, output + (2 * TLanes.Count));
            Store(l3, h3, output + (3 * TLanes.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddBlock(byte* weights, byte* activations, ref TFloat low, ref TFloat high)
    {
        var footer = activations + (GroupStep * BlockLayout.Groups);
        var a = TDot.Start(footer + BlockLayout.Bias);
        var b = a;
        var groups = weights + HeaderBytes;
        for (; activations < footer; activations += GroupStep)
        {
            AddGroup(groups, activations, ref a, ref b);
            groups += TWeights.GroupBytes;
        }

        var pairs = TLanes.LoadInt(weights);
        low = Scale(low, a, TLanes.HalfLow(pairs), footer);
        high = Scale(high, b, TLanes.HalfHigh(pairs), footer);
        if (TWeights.HasMinimum)
        {
            pairs = TLanes.LoadInt(weights + BlockLayout.WordBytes);
            low = AddMinimum(low, TLanes.HalfLow(pairs), footer);
            high = AddMinimum(high, TLanes.HalfHigh(pairs), footer);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddGroup(byte* groups, byte* activations, ref TInt a, ref TInt b)
    {
        var low = TWeights.Low(groups);
        var high = TWeights.High(groups);
        a = TDot.Add(a, TDot.First(low), TDot.Second(low), activations);
        b = TDot.Add(b, TDot.First(high), TDot.Second(high), activations);
    }
}
