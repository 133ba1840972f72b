using KServe.Kernels.Trees;
using KServe.Runtime.Files;

namespace KServe.Runtime.Onnx.Trees;

/// <summary>Describes the trees of an ensemble for the engine.</summary>
/// <remarks>
/// A test for a set of numbers, which need not be whole, becomes a test of one more column: the place of the
/// feature's value
/// among all members of its sets.
/// </remarks>
internal sealed class OnnxForestCompiler
{
    private readonly OnnxForest _forest;
    private readonly OnnxSetColumns _columns;
    private readonly SetBudget _budget;
    private readonly bool[] _seen;
    private readonly List<TreeNode> _nodes = [];
    private readonly List<double> _values = [];
    private readonly List<uint> _bits = [];
    private readonly Stack<(int Reference, int Parent, bool IsLeft)> _open = new();

    private OnnxForestCompiler(OnnxForest forest, OnnxSetColumns columns, SetBudget budget)
    {
        _forest = forest;
        _columns = columns;
        _budget = budget;
        _seen = new bool[forest.Splits.Count];
    }

    /// <summary>Describes tree after tree; a leaf's id is its number in the ensemble.</summary>
    public static IEnumerable<Tree> Describe(
        OnnxForest forest, OnnxSetColumns columns, SetBudget budget, CancellationToken cancellationToken)
    {
        var compiler = new OnnxForestCompiler(forest, columns, budget);
        foreach (var root in forest.Roots)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return compiler.Describe(root);
        }
    }

    private Tree Describe(int root)
    {
        _nodes.Clear();
        _values.Clear();
        _bits.Clear();
        _open.Clear();
        _open.Push((root, -1, false));
        while (_open.TryPop(out var step))
        {
            if (step.Parent >= 0)
            {
                var parent = _nodes[step.Parent];
                _nodes[step.Parent] = step.IsLeft
                    ? parent with { Left = _nodes.Count }
                    : parent with { Right = _nodes.Count };
            }

            if (step.Reference < 0)
            {
                _nodes.Add(new TreeNode { Feature = -1, Id = ~step.Reference });
            }
            else
            {
                AddSplit(step.Reference);
            }
        }

        var target = SingleTarget();
        AddValues(target);
        return new Tree
        {
            Nodes = _nodes.ToArray(),
            LeafValues = _values.ToArray(),
            ValueCount = target is null ? _forest.TargetCount : 1,
            Output = target ?? 0,
            CategoryBits = _bits.ToArray(),
        };
    }

    private void AddSplit(int number)
    {
        if (_seen[number])
        {
            throw new InvalidDataException($"split {number} is reached twice");
        }

        _seen[number] = true;
        var split = _forest.Splits[number];
        var swap = split.Mode is OnnxNodeMode.GreaterOrEqual or OnnxNodeMode.Greater or OnnxNodeMode.NotEqual;
        var missingIsTrue = split.MissingIsTrue || split.Mode == OnnxNodeMode.NotEqual;
        var node = new TreeNode
        {
            Feature = split.Feature,
            Threshold = split.Value,
            DefaultLeft = missingIsTrue != swap,
            Test = split.Mode switch
            {
                OnnxNodeMode.LessOrEqual or OnnxNodeMode.Greater => SplitTest.LessOrEqual,
                OnnxNodeMode.Less or OnnxNodeMode.GreaterOrEqual => SplitTest.Less,
                OnnxNodeMode.Equal or OnnxNodeMode.NotEqual => SplitTest.Equal,
                _ => SplitTest.InUnsignedSet,
            },
        };
        if (split.Mode == OnnxNodeMode.Member)
        {
            var start = _bits.Count;
            _columns.AddBits(split, _bits, _budget);
            node = node with
            {
                Feature = _columns.Column(split.Feature),
                Threshold = 0,
                CategoryStart = start,
                CategoryCount = _bits.Count - start,
            };
        }

        var at = _nodes.Count;
        _nodes.Add(node);
        _open.Push((swap ? split.True : split.False, at, false));
        _open.Push((swap ? split.False : split.True, at, true));
    }

    /// <summary>Finds the one target that all leaves of the tree add to, once each.</summary>
    private int? SingleTarget()
    {
        int? target = null;
        foreach (var node in _nodes)
        {
            if (node.Feature < 0)
            {
                var targets = _forest.Leaves.Targets(node.Id);
                if (_forest.TargetCount > 1 && (targets.Length != 1 || targets[0] != (target ?? targets[0])))
                {
                    return null;
                }

                target = targets[0];
            }
        }

        return target;
    }

    private void AddValues(int? target)
    {
        for (var i = 0; i < _nodes.Count; i++)
        {
            var node = _nodes[i];
            if (node.Feature >= 0)
            {
                continue;
            }

            var weights = _forest.Leaves.Weights(node.Id);
            if (target is not null)
            {
                _nodes[i] = node with { Leaf = _values.Count };
                _values.Add(weights[0]);
                continue;
            }

            _nodes[i] = node with { Leaf = _values.Count / _forest.TargetCount };
            _budget.Take((long)_forest.TargetCount * sizeof(double));
            var start = _values.Count;
            for (var t = 0; t < _forest.TargetCount; t++)
            {
                _values.Add(0);
            }

            var targets = _forest.Leaves.Targets(node.Id);
            for (var w = 0; w < weights.Length; w++)
            {
                _values[start + targets[w]] += weights[w];
            }
        }
    }
}
