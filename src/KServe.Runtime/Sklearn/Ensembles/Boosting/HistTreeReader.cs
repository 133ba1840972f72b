using KServe.Kernels.Trees;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Ensembles.Trees;

namespace KServe.Runtime.Sklearn.Ensembles.Boosting;

/// <summary>Reads the trees of histogram-based boosting (<c>TreePredictor</c>).</summary>
internal sealed class HistTreeReader
{
    private readonly SklearnObject _predictor;
    private readonly HistCategories _categories;
    private readonly NodeTable _table;
    private readonly NodeField _features;
    private readonly NodeField _left;
    private readonly NodeField _right;
    private readonly NodeField _missingLeft;
    private readonly NodeField _isLeaf;
    private readonly NodeField _counts;
    private readonly NodeField? _isCategorical;
    private readonly NodeField _thresholds;
    private readonly NodeField _values;

    private HistTreeReader(SklearnObject predictor, HistCategories categories)
    {
        _predictor = predictor;
        _categories = categories;
        _table = NodeTable.Read(predictor, "nodes");
        _features = _table.Integers("feature_idx");
        _left = _table.Integers("left");
        _right = _table.Integers("right");
        _missingLeft = _table.Integers("missing_go_to_left");
        _isLeaf = _table.Integers("is_leaf");
        _counts = _table.Integers("count");
        _thresholds = _table.Doubles(_table.Has("num_threshold") ? "num_threshold" : "threshold");
        _values = _table.Doubles("value");
        _isCategorical = _table.Has("is_categorical") ? _table.Integers("is_categorical") : null;
    }

    /// <summary>Reads one tree.</summary>
    /// <param name="predictor">The tree's attributes.</param>
    /// <param name="featureCount">The number of columns.</param>
    /// <param name="output">The output that the tree adds to.</param>
    /// <param name="categories">The categories that the model knows.</param>
    /// <exception cref="InvalidDataException">The tree is not sound.</exception>
    public static Tree Read(SklearnObject predictor, int featureCount, int output, HistCategories categories) =>
        new HistTreeReader(predictor, categories).Read(featureCount, output);

    private Tree Read(int featureCount, int output)
    {
        var nodes = new TreeNode[_table.Count];
        var values = new List<double>(nodes.Length / 2 + 1);
        var bits = new List<uint>();
        long[]? sets = null;
        for (var i = 0; i < nodes.Length; i++)
        {
            if (_isLeaf.GetInteger(i) != 0)
            {
                nodes[i] = new TreeNode { Feature = -1, Id = i, Leaf = values.Count, Cover = _counts.GetInteger(i) };
                values.Add(_values.GetDouble(i));
                continue;
            }

            if ((uint)_features.GetInteger(i) >= (uint)featureCount)
            {
                throw _predictor.Invalid($"a split on feature {_features.GetInteger(i)} of {featureCount}");
            }

            nodes[i] = _isCategorical is { } flags && flags.GetInteger(i) != 0
                ? ReadSetSplit(i, sets ??= ReadSets(), bits)
                : ReadSplit(i);
        }

        return new Tree
        {
            Nodes = nodes,
            LeafValues = values.ToArray(),
            Output = output,
            CategoryBits = bits.ToArray(),
        };
    }

    private TreeNode ReadSplit(int node) => new()
    {
        Feature = _features.GetInteger(node),
        Left = _left.GetInteger(node),
        Right = _right.GetInteger(node),
        Threshold = _thresholds.GetDouble(node),
        Missing = MissingRule.NaN,
        DefaultLeft = _missingLeft.GetInteger(node) != 0,
        Cover = _counts.GetInteger(node),
    };

    // A category that the model does not know counts as missing, also between 0 and 255: where missing values go left,
    // the unknown ones are made part of the set.
    private TreeNode ReadSetSplit(int node, long[] sets, List<uint> bits)
    {
        var feature = _features.GetInteger(node);
        var known = _categories.GetKnown(feature)
            ?? throw _predictor.Invalid($"a split of categories on feature {feature}, which has none");
        var setIndex = _table.Integers("bitset_idx").GetInteger(node);
        var start = (long)setIndex * HistCategories.WordCount;
        if (setIndex < 0 || start + HistCategories.WordCount > sets.Length)
        {
            throw _predictor.Invalid($"the set {setIndex} of categories does not exist");
        }

        var split = ReadSplit(node) with
        {
            Test = SplitTest.InUnsignedSet,
            CategoryStart = bits.Count,
            CategoryCount = HistCategories.WordCount,
            UnknownCategoryLeft = _missingLeft.GetInteger(node) != 0,
        };
        for (var i = 0; i < HistCategories.WordCount; i++)
        {
            bits.Add((uint)sets[start + i] | (split.DefaultLeft ? ~known[i] : 0));
        }

        return split;
    }

    private long[] ReadSets()
    {
        var sets = _predictor.Array("raw_left_cat_bitsets");
        return sets is { Shape: [_, HistCategories.WordCount], Type: { Kind: NumpyKind.Unsigned, ItemSize: 4 } }
            ? sets.ToIntegers()
            : throw _predictor.Unexpected("raw_left_cat_bitsets", "sets of categories");
    }
}
