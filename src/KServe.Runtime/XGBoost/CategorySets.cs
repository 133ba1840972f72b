using System.Runtime.InteropServices;
using KServe.Runtime.Files;

namespace KServe.Runtime.XGBoost;

/// <summary>Collects the lists of categories of one tree and makes bit sets of them.</summary>
internal sealed class CategorySets(SetBudget budget)
{
    /// <summary>The first category that XGBoost cannot tell from the next, as it reads them as float32.</summary>
    private const int FirstInvalid = 1 << 24;

    private readonly Dictionary<int, int> _ordinals = [];
    private readonly List<uint> _bits = [];
    private readonly List<int> _starts = [];

    public List<int> Nodes { get; } = [];

    public List<int> Segments { get; } = [];

    public List<int> Sizes { get; } = [];

    public List<int> Categories { get; } = [];

    public void Clear()
    {
        Nodes.Clear();
        Segments.Clear();
        Sizes.Clear();
        Categories.Clear();
        _ordinals.Clear();
        _bits.Clear();
        _starts.Clear();
    }

    /// <summary>Finds the categorical splits among the nodes.</summary>
    public void Prepare(List<int> splitTypes)
    {
        if (Segments.Count != Nodes.Count || Sizes.Count != Nodes.Count)
        {
            throw new InvalidDataException(
                $"{Nodes.Count} categories_nodes have {Segments.Count} segments and {Sizes.Count} sizes");
        }

        for (var i = 0; i < Nodes.Count; i++)
        {
            _ordinals[Nodes[i]] = i;
        }

        for (var node = 0; node < splitTypes.Count; node++)
        {
            if (splitTypes[node] == 1 && !_ordinals.ContainsKey(node))
            {
                throw new InvalidDataException($"node {node} is a split over categories and has none");
            }
        }

        for (var i = 0; i < Nodes.Count; i++)
        {
            if (Nodes[i] >= splitTypes.Count || Nodes[i] < 0 || splitTypes[Nodes[i]] != 1)
            {
                _ordinals.Remove(Nodes[i]);
            }
        }

        _starts.Add(0);
    }

    /// <summary>Appends the set of a node.</summary>
    /// <returns><see langword="false"/> when the node is no split over categories.</returns>
    public bool TryAdd(int node)
    {
        if (_ordinals.Count == 0 || !_ordinals.TryGetValue(node, out var ordinal))
        {
            return false;
        }

        var (start, size) = (Segments[ordinal], Sizes[ordinal]);
        if (start < 0 || size < 1 || size > Categories.Count - start)
        {
            throw new InvalidDataException(
                $"the categories of node {node} are {size} from {start} on, the list has {Categories.Count}");
        }

        var categories = CollectionsMarshal.AsSpan(Categories).Slice(start, size);
        var highest = 0;
        foreach (var category in categories)
        {
            if (category is < 0 or >= FirstInvalid)
            {
                throw new InvalidDataException(
                    $"category {category} of node {node} is not within 0 to {FirstInvalid - 1}");
            }

            highest = Math.Max(highest, category);
        }

        var words = (highest >> 5) + 1;
        budget.Take(words * sizeof(uint));
        var first = _bits.Count;
        CollectionsMarshal.SetCount(_bits, first + words);
        var bits = CollectionsMarshal.AsSpan(_bits)[first..];
        bits.Clear();
        foreach (var category in categories)
        {
            bits[category >> 5] |= 1u << (category & 31);
        }

        _starts.Add(_bits.Count);
        return true;
    }

    public uint[] TakeBits() => [.. _bits];

    public int[] TakeStarts() => _bits.Count == 0 ? [] : [.. _starts];
}
