using System.Globalization;
using System.Runtime.InteropServices;
using KServe.Kernels.Trees;
using KServe.Runtime.Files;

namespace KServe.Runtime.LightGbm;

/// <summary>Reads the trees of a text model, one after the other, and describes each for the engine.</summary>
/// <remarks>
/// Splits are numbered from 0, leaves are their number's complement; a split's lists and a leaf's lists are apart.
/// </remarks>
internal sealed class LightGbmTreeParser(ByteSource source, TextLines lines)
{
    private const int CategoricalBit = 1;
    private const int DefaultLeftBit = 2;
    private const int MissingShift = 2;
    private const int MissingMask = 3;
    private const int MissingZero = 1;
    private const int MissingNaN = 2;

    private readonly TreeBuffer _buffer = new();
    private readonly List<int> _splitFeatures = [];
    private readonly List<double> _thresholds = [];
    private readonly List<int> _decisions = [];
    private readonly List<int> _left = [];
    private readonly List<int> _right = [];
    private readonly List<double> _leafValues = [];
    private readonly List<double> _leafCounts = [];
    private readonly List<double> _splitCounts = [];
    private readonly List<int> _categoryBoundaries = [];
    private readonly List<uint> _categoryBits = [];
    private readonly LinearLeafLists _linear = new();

    private int _leafCount;
    private int _categoryCount;

    /// <summary>Gets whether every tree so far tells how many rows came to each node.</summary>
    public bool HasCovers { get; private set; } = true;

    /// <summary>Gets whether a tree so far has linear functions in its leaves.</summary>
    public bool IsLinear { get; private set; }

    /// <summary>Reads a tree, from behind its key to the blank line that ends it.</summary>
    /// <remarks>The description is good until the next tree is read.</remarks>
    /// <param name="output">The output that the leaves add to.</param>
    /// <exception cref="InvalidDataException">The lists do not make a tree.</exception>
    public Tree Read(int output)
    {
        Clear();
        lines.SkipLine();
        while (!lines.IsAtEnd && lines.ReadKey(out _) is { Length: > 0 } key)
        {
            ReadList(key);
            lines.SkipLine();
        }

        Check();
        IsLinear |= _linear.IsLinear;
        HasCovers &= _leafCount == 1 || (_leafCounts.Count > 0 && _splitCounts.Count > 0);
        return new Tree
        {
            Nodes = Describe(),
            LeafValues = LendLeafValues(),
            Output = output,
            CategoryBits = _categoryBits.ToArray(),
            LinearLeaves = _linear.Describe(_leafCount),
        };
    }

    private void Clear()
    {
        foreach (var list in (ReadOnlySpan<List<int>>)[_splitFeatures, _decisions, _left, _right, _categoryBoundaries])
        {
            list.Clear();
        }

        foreach (var list in (ReadOnlySpan<List<double>>)[_thresholds, _leafValues, _leafCounts, _splitCounts])
        {
            list.Clear();
        }

        _categoryBits.Clear();
        _linear.Clear();
        _leafCount = 0;
        _categoryCount = 0;
    }

    private void ReadList(string key)
    {
        switch (key)
        {
            case "num_leaves":
                _leafCount = ReadWhole(key);
                break;
            case "num_cat":
                _categoryCount = ReadWhole(key);
                break;
            case "split_feature":
                NumberLine.Read(source, _splitFeatures);
                break;
            case "threshold":
                NumberLine.Read(source, _thresholds);
                break;
            case "decision_type":
                NumberLine.Read(source, _decisions);
                break;
            case "left_child":
                NumberLine.Read(source, _left);
                break;
            case "right_child":
                NumberLine.Read(source, _right);
                break;
            case "leaf_value":
                NumberLine.Read(source, _leafValues);
                break;
            case "leaf_count":
                NumberLine.Read(source, _leafCounts);
                break;
            case "internal_count":
                NumberLine.Read(source, _splitCounts);
                break;
            case "cat_boundaries":
                NumberLine.Read(source, _categoryBoundaries);
                break;
            case "cat_threshold":
                NumberLine.Read(source, _categoryBits);
                break;
            default:
                _linear.Read(key, source);
                break;
        }
    }

    private int ReadWhole(string key)
    {
        var values = new List<int>();
        NumberLine.Read(source, values);
        return values.Count == 1
            ? values[0]
            : throw new InvalidDataException($"{key} has {values.Count} values, one was expected");
    }

    private void Check()
    {
        if (_leafCount < 1)
        {
            throw new InvalidDataException($"num_leaves is {_leafCount.ToString(CultureInfo.InvariantCulture)}");
        }

        Check("leaf_value", _leafValues.Count, _leafCount);
        CheckOptional("leaf_count", _leafCounts.Count, _leafCount);
        _linear.Check(_leafCount);
        if (_leafCount == 1)
        {
            return;
        }

        var splits = _leafCount - 1;
        Check("split_feature", _splitFeatures.Count, splits);
        Check("threshold", _thresholds.Count, splits);
        Check("left_child", _left.Count, splits);
        Check("right_child", _right.Count, splits);
        CheckOptional("decision_type", _decisions.Count, splits);
        CheckOptional("internal_count", _splitCounts.Count, splits);
        if (_categoryCount > 0)
        {
            Check("cat_boundaries", _categoryBoundaries.Count, _categoryCount + 1L);
            Check("cat_threshold", _categoryBits.Count, _categoryBoundaries[^1]);
        }
    }

    private static void Check(string name, int count, long expected)
    {
        if (count != expected)
        {
            throw new InvalidDataException($"{name} has {count} values, {expected} were expected");
        }
    }

    private static void CheckOptional(string name, int count, long expected)
    {
        if (count > 0)
        {
            Check(name, count, expected);
        }
    }

    private Memory<double> LendLeafValues()
    {
        var values = _buffer.GetValues(_leafCount);
        CollectionsMarshal.AsSpan(_leafValues).CopyTo(values.Span);
        return values;
    }

    private Memory<TreeNode> Describe()
    {
        var splits = _leafCount - 1;
        var lent = _buffer.GetNodes(splits + _leafCount);
        var nodes = lent.Span;
        for (var i = 0; i < splits; i++)
        {
            nodes[i] = DescribeSplit(i);
        }

        for (var i = 0; i < _leafCount; i++)
        {
            nodes[splits + i] = new TreeNode
            {
                Feature = -1,
                Leaf = i,
                Id = i,
                Cover = _leafCounts.Count > 0 ? _leafCounts[i] : 0,
            };
        }

        return lent;
    }

    private TreeNode DescribeSplit(int index)
    {
        var decision = _decisions.Count > 0 ? _decisions[index] : 0;
        var node = new TreeNode
        {
            Feature = _splitFeatures[index] >= 0
                ? _splitFeatures[index]
                : throw new InvalidDataException($"split {index} has the feature {_splitFeatures[index]}"),
            Left = Child(_left[index]),
            Right = Child(_right[index]),
            Cover = _splitCounts.Count > 0 ? _splitCounts[index] : 0,
        };
        if ((decision & CategoricalBit) != 0)
        {
            var (start, count) = Set(index);
            return node with { Test = SplitTest.InSet, CategoryStart = start, CategoryCount = count };
        }

        return node with
        {
            Threshold = _thresholds[index],
            DefaultLeft = (decision & DefaultLeftBit) != 0,
            Missing = ((decision >> MissingShift) & MissingMask) switch
            {
                MissingZero => MissingRule.ZeroOrNaN,
                MissingNaN => MissingRule.NaN,
                _ => MissingRule.NaNAsZero,
            },
        };
    }

    /// <summary>Finds the node of a child: leaves come behind the splits.</summary>
    private int Child(int number)
    {
        var splits = _leafCount - 1;
        var isThere = number >= 0 ? number < splits : ~number < _leafCount;
        return isThere
            ? number >= 0 ? number : splits + ~number
            : throw new InvalidDataException($"child {number} is neither a split nor a leaf");
    }

    /// <summary>Finds the bit set of a split over categories, whose threshold is the number of the set.</summary>
    private (int Start, int Count) Set(int index)
    {
        var number = _thresholds[index];
        if (!(number >= 0 && number < _categoryCount))
        {
            throw new InvalidDataException($"split {index} is over categories and its set {number} does not exist");
        }

        var boundaries = CollectionsMarshal.AsSpan(_categoryBoundaries)[(int)number..];
        return boundaries[0] >= 0 && boundaries[0] <= boundaries[1] && boundaries[1] <= _categoryBits.Count
            ? (boundaries[0], boundaries[1] - boundaries[0])
            : throw new InvalidDataException(
                $"cat_boundaries goes from {boundaries[0]} to {boundaries[1]}, "
                + $"cat_threshold has {_categoryBits.Count} words");
    }
}
