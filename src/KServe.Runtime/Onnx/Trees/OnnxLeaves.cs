using System.Runtime.InteropServices;

namespace KServe.Runtime.Onnx.Trees;

/// <summary>Holds what each leaf adds to which targets.</summary>
internal sealed class OnnxLeaves
{
    private readonly List<int> _starts = [0];
    private readonly List<int> _targets = [];
    private readonly List<double> _weights = [];

    public int Count => _starts.Count - 1;

    /// <summary>Adds a weight to the leaf that is being described.</summary>
    public void AddWeight(int target, double weight)
    {
        _targets.Add(target);
        _weights.Add(weight);
    }

    /// <summary>Ends the leaf that is being described.</summary>
    /// <returns>Its number.</returns>
    public int EndLeaf()
    {
        _starts.Add(_targets.Count);
        return Count - 1;
    }

    public ReadOnlySpan<int> Targets(int leaf) =>
        CollectionsMarshal.AsSpan(_targets)[_starts[leaf].._starts[leaf + 1]];

    public ReadOnlySpan<double> Weights(int leaf) =>
        CollectionsMarshal.AsSpan(_weights)[_starts[leaf].._starts[leaf + 1]];
}
