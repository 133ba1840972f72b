using KServe.Kernels.Trees;

namespace KServe.Runtime.Files;

/// <summary>Lends memory for the description of one tree after the other, which the engine compiles at once.</summary>
internal sealed class TreeBuffer
{
    private TreeNode[] _nodes = [];
    private double[] _values = [];

    public Memory<TreeNode> Nodes(int count) => Lend(ref _nodes, count);

    public Memory<double> Values(int count) => Lend(ref _values, count);

    private static Memory<T> Lend<T>(ref T[] buffer, int count)
    {
        if (buffer.Length < count)
        {
            buffer = new T[count];
        }

        return buffer.AsMemory(0, count);
    }
}
