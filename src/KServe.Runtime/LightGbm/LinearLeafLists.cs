using System.Runtime.InteropServices;
using KServe.Kernels.Trees;
using KServe.Runtime.Files;

namespace KServe.Runtime.LightGbm;

/// <summary>Collects the linear functions in the leaves of one tree.</summary>
internal sealed class LinearLeafLists
{
    private readonly List<double> _constants = [];
    private readonly List<int> _featureCounts = [];
    private readonly List<int> _features = [];
    private readonly List<double> _coefficients = [];
    private readonly List<int> _flag = [];

    /// <summary>Gets whether the leaves are linear functions.</summary>
    public bool IsLinear => _flag.Count > 0 && _flag[0] != 0;

    public void Clear()
    {
        _constants.Clear();
        _featureCounts.Clear();
        _features.Clear();
        _coefficients.Clear();
        _flag.Clear();
    }

    /// <summary>Reads a list if the key is of a linear tree; leaves the line alone if not.</summary>
    public void Read(string key, ByteSource source)
    {
        switch (key)
        {
            case "is_linear":
                NumberLine.Read(source, _flag);
                break;
            case "leaf_const":
                NumberLine.Read(source, _constants);
                break;
            case "num_features":
                NumberLine.Read(source, _featureCounts);
                break;
            case "leaf_features":
                NumberLine.Read(source, _features);
                break;
            case "leaf_coeff":
                NumberLine.Read(source, _coefficients);
                break;
        }
    }

    /// <summary>Checks that the lists go together.</summary>
    public void Check(int leafCount)
    {
        if (!IsLinear)
        {
            return;
        }

        var total = 0L;
        foreach (var count in _featureCounts)
        {
            total += count >= 0 ? count : throw new InvalidDataException($"num_features has the value {count}");
        }

        if (_constants.Count != leafCount
            || _featureCounts.Count != leafCount
            || _features.Count != total
            || _coefficients.Count != total)
        {
            throw new InvalidDataException(
                $"{leafCount} linear leaves of {total} features have {_constants.Count} leaf_const, "
                + $"{_featureCounts.Count} num_features, {_features.Count} leaf_features and "
                + $"{_coefficients.Count} leaf_coeff");
        }
    }

    public LinearLeaf?[] Describe(int leafCount)
    {
        if (!IsLinear)
        {
            return [];
        }

        var leaves = new LinearLeaf?[leafCount];
        var start = 0;
        for (var i = 0; i < leafCount; i++)
        {
            leaves[i] = new LinearLeaf
            {
                Constant = _constants[i],
                Features = CollectionsMarshal.AsSpan(_features).Slice(start, _featureCounts[i]).ToArray(),
                Coefficients = CollectionsMarshal.AsSpan(_coefficients).Slice(start, _featureCounts[i]).ToArray(),
            };
            start += _featureCounts[i];
        }

        return leaves;
    }
}
