using KServe.Kernels.Trees;
using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Ensembles.Trees;

namespace KServe.Runtime.Sklearn.Ensembles.Boosting;

/// <summary>Reads the trees of histogram-based boosting (<c>TreePredictor</c>).</summary>
internal sealed class HistTreeReader
{
    private readonly SklearnObject _predictor;
    private readonly HistCategories _categories;
    private readonly NodeTable _table;
    private readonly int[] _features;
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly int[] _missingLeft;
    private readonly int[] _isLeaf;
    private readonly int[] _counts;
    private readonly int[]? _isCategorical;
    private readonly double[] _thresholds;
    private readonly double[] _values;

    private HistTreeReader(SklearnObject predictor, HistCategories categories)
    {
        _predictor = predictor;
        _categories = categories;
        _table = NodeTable.Read(predictor, "nodes");
        _features = _table.ReadIntegers("feature_idx");
        _left = _table.ReadIntegers("left");
        _right = _table.ReadIntegers("right");
        _missingLeft = _table.ReadIntegers("missing_go_to_left");
        _isLeaf = _table.ReadIntegers("is_leaf");
        _counts = _table.ReadIntegers("count");
        _thresholds = _table.ReadDoubles(_table.Has("num_threshold") ? "num_threshold" : "threshold");
        _values = _table.ReadDoubles("value");
        _isCategorical = _table.Has("is_categorical") ? _table.ReadIntegers("is_categorical") : null;
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
        var sets = HasCategories() ? ReadSets() : [];
        var setIndexes = HasCategories() ? _table.ReadIntegers("bitset_idx") : [];
        for (var i = 0; i < nodes.Length; i++)
        {
            if (_isLeaf[i] != 0)
            {
                nodes[i] = new TreeNode { Feature = -1, Id = i, Leaf = values.Count, Cover = _counts[i] };
                values.Add(_values[i]);
                continue;
            }

            if ((uint)_features[i] >= (uint)featureCount)
            {
                throw _predictor.Invalid($"a split on feature {_features[i]} of {featureCount}");
            }

            nodes[i] = _isCategorical is not null && _isCategorical[i] != 0
                ? ReadSetSplit(i, setIndexes[i], sets, bits)
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

    private bool HasCategories() => _isCategorical is not null && Array.Exists(_isCategorical, static flag => flag != 0);

    private TreeNode ReadSplit(int node) => new()
    {
        Feature = _features[node],
        Left = _left[node],
        Right = _right[node],
        Threshold = _thresholds[node],
        Missing = MissingRule.NaN,
        DefaultLeft = _missingLeft[node] != 0,
        Cover = _counts[node],
    };

    // A category that the model does not know counts as missing, also between 0 and 255: where missing values go left,
    // the unknown ones are made part of the set.
    private TreeNode ReadSetSplit(int node, int setIndex, long[] sets, List<uint> bits)
    {
        var known = _categories.GetKnown(_features[node])
            ?? throw _predictor.Invalid($"a split of categories on feature {_features[node]}, which has none");
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
            UnknownCategoryLeft = _missingLeft[node] != 0,
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
