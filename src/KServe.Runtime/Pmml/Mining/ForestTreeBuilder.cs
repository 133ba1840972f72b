using KServe.Kernels.Trees;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Predicates;
using KServe.Runtime.Pmml.Trees;

namespace KServe.Runtime.Pmml.Mining;

/// <summary>
/// Turns one tree into nodes of the tree engine: the children of a node become a chain of two-way splits.
/// </summary>
internal sealed class ForestTreeBuilder(
    MiningModel model,
    TreeModel tree,
    double weight,
    bool isVote,
    Dictionary<int, int> features,
    HashSet<int> needsValue)
{
    /// <summary>The deepest tree, counting a step for every sibling that is passed.</summary>
    private const int MaxDepth = 512;

    private readonly List<TreeNode> _nodes = [];
    private readonly List<double> _values = [];
    private int _leafCount;

    /// <summary>Builds the tree.</summary>
    /// <returns><see langword="null"/> when it has predicates that the engine does not know.</returns>
    public Tree? TryBuild(int outputs)
    {
        if (Build(tree.Root, 0) < 0)
        {
            return null;
        }

        return new Tree { Nodes = _nodes.ToArray(), LeafValues = _values.ToArray(), ValueCount = outputs };
    }

    private int Build(PmmlTreeNode node, int depth) =>
        node.Children.Length == 0 ? AddLeaf(node) : BuildChildren(node, 0, depth + 1);

    private int BuildChildren(PmmlTreeNode node, int index, int depth)
    {
        if (depth > MaxDepth)
        {
            return -1;
        }

        if (index == node.Children.Length)
        {
            // A row that comes here has the last prediction, or none: NaN, which sends the row to the interpreter.
            var hasScore = !node.Score.IsMissing || node.Distribution is not null;
            return AddLeaf(tree.Options.IsLastPredictionReturned && hasScore ? node : null);
        }

        var child = node.Children[index];
        if (ReferenceEquals(child.Predicate, FixedPredicate.True))
        {
            return Build(child, depth);
        }

        return child.Predicate is SimplePredicate { IsOrdinal: false, Field.Type.IsNumeric: true } predicate
            && predicate.Operator < PredicateOperator.IsMissing
                ? BuildSplit(node, index, predicate, depth)
                : -1;
    }

    private int BuildSplit(PmmlTreeNode node, int index, SimplePredicate predicate, int depth)
    {
        var isPair = index + 2 == node.Children.Length && IsComplement(predicate, node.Children[index + 1].Predicate);
        var feature = GetFeature(predicate.Field.Slot);
        var at = _nodes.Count;
        _nodes.Add(default);
        var whenTrue = Build(node.Children[index], depth);
        var whenFalse = whenTrue < 0 ? -1
            : isPair ? Build(node.Children[index + 1], depth) : BuildChildren(node, index + 1, depth + 1);
        if (whenFalse < 0)
        {
            return -1;
        }

        var isMissingTrue = IsMissingTrue(node, index, isPair);
        if (isMissingTrue is null)
        {
            needsValue.Add(predicate.Field.Slot);
        }

        var (test, isTrueLeft) = predicate.Operator switch
        {
            PredicateOperator.LessOrEqual => (SplitTest.LessOrEqual, true),
            PredicateOperator.GreaterThan => (SplitTest.LessOrEqual, false),
            PredicateOperator.LessThan => (SplitTest.Less, true),
            PredicateOperator.GreaterOrEqual => (SplitTest.Less, false),
            PredicateOperator.Equal => (SplitTest.Equal, true),
            _ => (SplitTest.Equal, false),
        };
        _nodes[at] = new TreeNode
        {
            Feature = feature,
            Test = test,
            Threshold = predicate.Value.Number,
            Left = isTrueLeft ? whenTrue : whenFalse,
            Right = isTrueLeft ? whenFalse : whenTrue,
            DefaultLeft = (isMissingTrue ?? true) == isTrueLeft,
            Cover = index == 0 && double.IsFinite(node.RecordCount) ? node.RecordCount : 0,
        };
        return at;
    }

    /// <summary>Finds where a row without the value goes.</summary>
    /// <returns>Whether to the first of the two branches; <see langword="null"/> when to neither.</returns>
    private bool? IsMissingTrue(PmmlTreeNode node, int index, bool isPair)
    {
        switch (tree.Options.Missing)
        {
            case MissingValueStrategy.None:
                return isPair ? null : false;
            case MissingValueStrategy.DefaultChild when ReferenceEquals(node.DefaultChild, node.Children[index]):
                return true;
            case MissingValueStrategy.DefaultChild when isPair && node.DefaultChild is not null:
                return false;
            default:
                return null;
        }
    }

    private static bool IsComplement(SimplePredicate first, Predicate second) =>
        second is SimplePredicate other
        && other.Field.Slot == first.Field.Slot
        && other.Value.Equals(first.Value)
        && (first.Operator, other.Operator) is (PredicateOperator.LessOrEqual, PredicateOperator.GreaterThan)
            or (PredicateOperator.GreaterThan, PredicateOperator.LessOrEqual)
            or (PredicateOperator.LessThan, PredicateOperator.GreaterOrEqual)
            or (PredicateOperator.GreaterOrEqual, PredicateOperator.LessThan)
            or (PredicateOperator.Equal, PredicateOperator.NotEqual)
            or (PredicateOperator.NotEqual, PredicateOperator.Equal);

    private int GetFeature(int slot)
    {
        if (!features.TryGetValue(slot, out var feature))
        {
            features.Add(slot, feature = features.Count);
        }

        return feature;
    }

    private int AddLeaf(PmmlTreeNode? node)
    {
        _nodes.Add(new TreeNode
        {
            Feature = -1,
            Leaf = _leafCount,
            Id = node is not null && int.TryParse(node.Id, out var id) ? id : _leafCount,
            Cover = node is not null && double.IsFinite(node.RecordCount) ? node.RecordCount : 0,
        });
        _leafCount++;
        if (model.Function == MiningFunction.Regression)
        {
            var score = node is null ? double.NaN : node.Score.ToNumber();
            _values.Add(weight == 1 ? score : weight * score);
        }
        else
        {
            AddShares(node);
        }

        return _nodes.Count - 1;
    }

    private void AddShares(PmmlTreeNode? node)
    {
        var shares = new double[model.Categories.Length];
        if (node?.Distribution is { } distribution && !(isVote && !node.Score.IsMissing))
        {
            for (var i = 0; i < distribution.Categories.Length; i++)
            {
                var category = tree.Categories[distribution.Categories[i]];
                shares[model.FindCategory(category)] += distribution.Probabilities[i];
            }

            if (isVote)
            {
                var best = Array.IndexOf(shares, shares.Max());
                Array.Clear(shares);
                shares[best] = 1;
            }
        }
        else if (node is not null && model.FindCategory(node.Score) is >= 0 and var only)
        {
            shares[only] = 1;
        }
        else
        {
            shares[0] = double.NaN;
        }

        foreach (var share in shares)
        {
            _values.Add(weight * share);
        }
    }
}
