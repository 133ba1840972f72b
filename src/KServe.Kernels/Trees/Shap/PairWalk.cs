using System.Numerics;
using System.Runtime.CompilerServices;
using KServe.Kernels.Trees.Compiled;

namespace KServe.Kernels.Trees.Shap;

/// <summary>Adds the SHAP interaction values of one tree for several rows at once.</summary>
/// <remarks>
/// As <see cref="ValueWalk{T, TLeaf, TLanes}"/>, with the integral over all features of the path but two: a leaf gives the
/// pair (i, j) half of leaf (o_i - z_i) (o_j - z_j) I_ij. The single values come out of the same products.
/// </remarks>
internal unsafe struct PairWalk<T, TLeaf, TLanes>(
    ForestData<T, TLeaf> data, ShapInput<TLanes> input, PairFrame<TLanes>* frames, PairElement<TLanes>* path, int* placeOf,
    TLanes* totals, int featureCount)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLeaf : unmanaged, IBinaryFloatingPointIeee754<TLeaf>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private int _length;

    /// <summary>Adds the values of a tree to the totals: pairs i &lt; j above the diagonal, single values on it.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="value">Which of the values of a leaf to explain.</param>
    /// <param name="rule">The integration points, enough for the tree's depth.</param>
    public void Add(in TreeEntry tree, int value, GaussLegendre rule)
    {
        for (var start = 0; tree.Root >= 0 && start < rule.Points.Length; start += Quad<TLanes>.Length)
        {
            var count = Math.Min(Quad<TLanes>.Length, rule.Points.Length - start);
            Pass(tree, value, rule.Points.AsSpan(start, count), rule.Weights.AsSpan(start, count));
        }
    }

    private void Pass(in TreeEntry tree, int value, ReadOnlySpan<double> points, ReadOnlySpan<double> weights)
    {
        var frame = frames;
        Enter(frame, tree.Root);
        while (true)
        {
            if (frame->Done == 2)
            {
                if (frame == frames)
                {
                    return;
                }

                Undo(frame--);
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
                Enter(++frame, child);
                continue;
            }

            var at = tree.ValueStart + ((~child - tree.LeafStart) * tree.ValueCount) + value;
            Emit(TLanes.Create(double.CreateTruncating(data.LeafValues[at])), weights);
            Undo(frame + 1);
        }
    }

    private readonly void Enter(PairFrame<TLanes>* frame, int at)
    {
        ref readonly var node = ref data.Nodes[at];
        frame->Node = at;
        frame->Done = 0;
        frame->Feature = data.FeatureOf(node);
        frame->RowsRight = LaneDecision.GoesRight(data, node, input.Rows);
    }

    private bool Follow(PairFrame<TLanes>* frame, int child, bool isRight, ReadOnlySpan<double> points)
    {
        var one = isRight ? frame->RowsRight : TLanes.Not(frame->RowsRight);
        var zero = TLanes.Create(data.Share(frame->Node, child));
        var place = placeOf[frame->Feature];
        if (place >= 0)
        {
            one &= path[place].One;
            zero *= path[place].Zero;
        }

        if (TLanes.IsZero(one) && TLanes.IsZero(zero))
        {
            return false;
        }

        frame[1].ReplacedAt = place;
        if (place >= 0)
        {
            frame[1].Replaced = path[place];
        }
        else
        {
            place = _length++;
            placeOf[frame->Feature] = place;
        }

        var element = path + place;
        (element->One, element->Zero, element->Feature) = (one, zero, frame->Feature);
        for (var q = 0; q < points.Length; q++)
        {
            element->Factor[q] = (zero * TLanes.Create(1 - points[q])) + (one & TLanes.Create(points[q]));
        }

        return true;
    }

    // Takes the edge to a node off the path again.
    private void Undo(PairFrame<TLanes>* frame)
    {
        if (frame->ReplacedAt >= 0)
        {
            path[frame->ReplacedAt] = frame->Replaced;
            return;
        }

        _length--;
        placeOf[frame[-1].Feature] = -1;
    }

    private readonly void Emit(TLanes leaf, ReadOnlySpan<double> weights)
    {
        var suffix = path + _length;
        for (var q = 0; q < weights.Length; q++)
        {
            suffix->Suffix[q] = leaf;
        }

        for (var i = _length - 1; i >= 0; i--)
        {
            for (var q = 0; q < weights.Length; q++)
            {
                path[i].Suffix[q] = path[i].Factor[q] * path[i + 1].Suffix[q];
            }
        }

        Quad<TLanes> prefix = default;
        for (var q = 0; q < weights.Length; q++)
        {
            prefix[q] = input.Weight * TLanes.Create(weights[q]);
        }

        for (var i = 0; i < _length; i++)
        {
            EmitPairs(i, prefix, weights.Length);
            for (var q = 0; q < weights.Length; q++)
            {
                prefix[q] *= path[i].Factor[q];
            }
        }
    }

    private readonly void EmitPairs(int i, Quad<TLanes> between, int count)
    {
        var weight = Weight(i);
        totals[((long)path[i].Feature * featureCount) + path[i].Feature] += weight * Integral(between, i, count);
        weight *= TLanes.Create(0.5);
        for (var j = i + 1; j < _length; j++)
        {
            var (low, high) = path[i].Feature < path[j].Feature
                ? (path[i].Feature, path[j].Feature)
                : (path[j].Feature, path[i].Feature);
            totals[((long)low * featureCount) + high] += weight * Weight(j) * Integral(between, j, count);
            for (var q = 0; q < count; q++)
            {
                between[q] *= path[j].Factor[q];
            }
        }
    }

    private readonly TLanes Weight(int place) => (path[place].One & TLanes.Create(1)) - path[place].Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly TLanes Integral(in Quad<TLanes> before, int place, int count)
    {
        TLanes sum = default;
        for (var q = 0; q < count; q++)
        {
            sum += before[q] * path[place + 1].Suffix[q];
        }

        return sum;
    }
}
