namespace KServe.Kernels.Trees;

/// <summary>Walks all paths of one tree for one row, and adds what each leaf gives to its features.</summary>
internal ref struct PlainPath(Tree tree, TreePrecision precision, ReadOnlySpan<double> row, ReadOnlySpan<double> other)
{
    private readonly Tree _tree = tree;
    private readonly TreePrecision _precision = precision;
    private readonly ReadOnlySpan<double> _row = row;
    private readonly ReadOnlySpan<double> _other = other;
    private readonly List<(int Feature, double One, double Zero)> _path = [];

    public bool Pairs { get; init; }

    public readonly void Walk(Span<double> values, int width) => Descend(0, values, width);

    private readonly void Descend(int at, Span<double> values, int width)
    {
        var node = _tree.Nodes.Span[at];
        if (node.Feature < 0)
        {
            Finish(node, values, width);
            return;
        }

        Follow(node, node.Left, true, values, width);
        Follow(node, node.Right, false, values, width);
    }

    private readonly void Follow(in TreeNode node, int child, bool left, Span<double> values, int width)
    {
        var one = PlainSplit.GoesLeft(_tree, node, _row[node.Feature], _precision) == left ? 1.0 : 0;
        var zero = _other.IsEmpty
            ? PlainShap.Share(_tree, node, child)
            : PlainSplit.GoesLeft(_tree, node, _other[node.Feature], _precision) == left ? 1.0 : 0;
        var feature = node.Feature;
        var known = _path.FindIndex(p => p.Feature == feature);
        var old = known < 0 ? default : _path[known];
        if (known < 0)
        {
            _path.Add((feature, one, zero));
        }
        else
        {
            _path[known] = (feature, old.One * one, old.Zero * zero);
        }

        Descend(child, values, width);
        if (known < 0)
        {
            _path.RemoveAt(_path.Count - 1);
        }
        else
        {
            _path[known] = old;
        }
    }

    private readonly void Finish(in TreeNode node, Span<double> values, int width)
    {
        for (var v = 0; v < _tree.ValueCount; v++)
        {
            var output = _tree.ValueCount == 1 ? _tree.Output : v;
            var leaf = _tree.LeafValues.Span[(node.Leaf * _tree.ValueCount) + v];
            if (Pairs)
            {
                AddPairs(leaf, values[(output * width * width)..], width);
            }
            else
            {
                AddSingles(leaf, values[(output * width)..]);
            }
        }
    }

    private readonly void AddSingles(double leaf, Span<double> values)
    {
        foreach (var (feature, one, zero) in _path)
        {
            values[feature] += leaf * (one - zero) * Integral(feature, -1);
        }
    }

    private readonly void AddPairs(double leaf, Span<double> values, int width)
    {
        foreach (var a in _path)
        {
            foreach (var b in _path)
            {
                if (a.Feature != b.Feature)
                {
                    values[(a.Feature * width) + b.Feature] +=
                        0.5 * leaf * (a.One - a.Zero) * (b.One - b.Zero) * Integral(a.Feature, b.Feature);
                }
            }
        }
    }

    private readonly double Integral(int without, int andWithout)
    {
        var rule = GaussLegendre.Rule((_path.Count + 1) / 2);
        var sum = 0.0;
        for (var q = 0; q < rule.Points.Length; q++)
        {
            var product = rule.Weights[q];
            foreach (var (feature, one, zero) in _path)
            {
                if (feature != without && feature != andWithout)
                {
                    product *= (one * rule.Points[q]) + (zero * (1 - rule.Points[q]));
                }
            }

            sum += product;
        }

        return sum;
    }
}
