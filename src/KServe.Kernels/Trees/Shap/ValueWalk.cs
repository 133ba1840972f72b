using System.Numerics;
using System.Runtime.CompilerServices;
using KServe.Kernels.Trees.Compiled;

namespace KServe.Kernels.Trees.Shap;

/// <summary>Adds the SHAP values of one tree for several rows at once, in time linear in its nodes.</summary>
/// <remarks>
/// <para>A leaf gives feature i of its path the value leaf (o_i - z_i) I_i, where o_i is 1 when the row satisfies the splits
/// on i, z_i is the share of the reference that does, and I_i is the integral over t in [0, 1] of the product of
/// (o_j t + z_j (1 - t)) over the other features j of the path: the weights of the Shapley value are such integrals. The
/// integrand is a polynomial, so Gauss-Legendre points make it exact (Yu et al., "Linear TreeShap", 2022, use other
/// points of the same polynomial).</para>
/// <para>Going down, a product per point collects the factors above; going up, a sum collects leaves times factors below. Each
/// edge then adds its feature's value for all leaves below it. A second split on a feature takes the place of the first:
/// the ratio of both factors goes into the product, and what the first edge will count for those leaves is taken off.</para>
/// </remarks>
internal readonly unsafe struct ValueWalk<T, TLeaf, TLanes>(
    ForestData<T, TLeaf> data, ShapInput<TLanes> input, ShapFrame<TLanes>* frames, int* last, TLanes* totals)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLeaf : unmanaged, IBinaryFloatingPointIeee754<TLeaf>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Adds the values of a tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="value">Which of the values of a leaf to explain.</param>
    /// <param name="rule">The integration points, enough for the tree's depth.</param>
    public void Add(in TreeEntry tree, int value, GaussLegendre rule)
    {
        if (tree.Root < 0)
        {
            return;
        }

        for (var start = 0; start < rule.Points.Length; start += Quad<TLanes>.Length)
        {
            var count = Math.Min(Quad<TLanes>.Length, rule.Points.Length - start);
            Pass(tree, value, rule.Points.AsSpan(start, count), rule.Weights.AsSpan(start, count));
        }
    }

    private void Pass(in TreeEntry tree, int value, ReadOnlySpan<double> points, ReadOnlySpan<double> weights)
    {
        var frame = frames;
        for (var q = 0; q < weights.Length; q++)
        {
            frame->Product[q] = input.Weight * TLanes.Create(weights[q]);
        }

        Enter(frame, tree.Root, points.Length);
        while (true)
        {
            if (frame->Done == 2)
            {
                if (frame == frames)
                {
                    return;
                }

                last[frame[-1].Feature] = frame->Previous;
                Absorb(frame, points.Length);
                frame--;
                continue;
            }

            ref readonly var node = ref data.Nodes[frame->Node];
            var isRight = frame->Done++ == 1;
            var child = isRight ? node.Right : node.Left;
            if (!Follow(frame, child, isRight, points))
            {
                continue;
            }

            if (child >= 0)
            {
                last[frame->Feature] = (int)(frame + 1 - frames);
                frame++;
                Enter(frame, child, points.Length);
                continue;
            }

            var at = tree.ValueStart + ((~child - tree.LeafStart) * tree.ValueCount) + value;
            var leaf = TLanes.Create(double.CreateTruncating(data.LeafValues[at]));
            for (var q = 0; q < points.Length; q++)
            {
                frame[1].Sum[q] = leaf;
            }

            Absorb(frame + 1, points.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Enter(ShapFrame<TLanes>* frame, int at, int count)
    {
        ref readonly var node = ref data.Nodes[at];
        frame->Node = at;
        frame->Done = 0;
        frame->Feature = data.FeatureOf(node);
        frame->RowsRight = LaneDecision.GoesRight(data, node, input.Rows);
        if (input.Others is not null)
        {
            frame->OthersRight = LaneDecision.GoesRight(data, node, input.Others);
        }

        for (var q = 0; q < count; q++)
        {
            frame->Sum[q] = default;
        }
    }

    // Prepares the edge to a child; false when neither a row nor the reference ever takes it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Follow(ShapFrame<TLanes>* frame, int child, bool isRight, ReadOnlySpan<double> points)
    {
        var next = frame + 1;
        var one = isRight ? frame->RowsRight : TLanes.Not(frame->RowsRight);
        var zero = input.Others is null
            ? TLanes.Create(data.Share(frame->Node, child))
            : TLanes.Create(1) & (isRight ? frame->OthersRight : TLanes.Not(frame->OthersRight));
        next->Previous = last[frame->Feature];
        var previous = frames + next->Previous;
        if (next->Previous >= 0)
        {
            one &= previous->One;
            zero *= previous->Zero;
        }

        if (TLanes.IsZero(one) && TLanes.IsZero(zero))
        {
            return false;
        }

        next->One = one;
        next->Zero = zero;
        for (var q = 0; q < points.Length; q++)
        {
            var factor = (zero * TLanes.Create(1 - points[q])) + (one & TLanes.Create(points[q]));
            var ratio = next->Previous < 0 ? factor : factor * TLanes.Inverse(previous->Factor[q]);
            next->Factor[q] = factor;
            next->Ratio[q] = ratio;
            next->Product[q] = frame->Product[q] * ratio;
        }

        return true;
    }

    // Adds what the leaves below an edge give to its feature, and passes their sum on to the node above.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Absorb(ShapFrame<TLanes>* edge, int count)
    {
        var above = edge - 1;
        var unit = TLanes.Create(1);
        var weight = (edge->One & unit) - edge->Zero;
        TLanes value = default;
        if (edge->Previous < 0)
        {
            for (var q = 0; q < count; q++)
            {
                value += above->Product[q] * edge->Sum[q];
                above->Sum[q] += edge->Ratio[q] * edge->Sum[q];
            }

            totals[above->Feature] += weight * value;
            return;
        }

        var previous = frames + edge->Previous;
        var counted = (previous->One & unit) - previous->Zero;
        for (var q = 0; q < count; q++)
        {
            var others = above->Product[q] * TLanes.Inverse(previous->Factor[q]) * edge->Sum[q];
            value += (weight - (counted * edge->Ratio[q])) * others;
            above->Sum[q] += edge->Ratio[q] * edge->Sum[q];
        }

        totals[above->Feature] += value;
    }
}
