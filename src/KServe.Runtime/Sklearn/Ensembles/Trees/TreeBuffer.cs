using KServe.Kernels.Trees;

namespace KServe.Runtime.Sklearn.Ensembles.Trees;

/// <summary>Memory that one tree after the other is described in: the engine compiles each before the next.</summary>
internal sealed class TreeBuffer
{
    private TreeNode[] _nodes = [];
    private double[] _values = [];

    public Memory<TreeNode> GetNodes(int count)
    {
        if (_nodes.Length < count)
        {
            _nodes = new TreeNode[Math.Max(count, Math.Min(_nodes.Length * 2L, Array.MaxLength))];
        }

        return _nodes.AsMemory(0, count);
    }

    public Memory<double> GetValues(int count)
    {
        if (_values.Length < count)
        {
            _values = new double[Math.Max(count, Math.Min(_values.Length * 2L, Array.MaxLength))];
        }

        return _values.AsMemory(0, count);
    }
}
