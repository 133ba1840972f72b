using KServe.Kernels.Trees;

namespace KServe.Runtime.Files;

/// <summary>Lends memory for the description of one tree after the other, which the engine compiles at once.</summary>
internal sealed class TreeBuffer
{
    private TreeNode[] _nodes = [];
    private double[] _values = [];

    public Memory<TreeNode> GetNodes(int count) => Lend(ref _nodes, count);

    public Memory<double> GetValues(int count) => Lend(ref _values, count);

    private static Memory<T> Lend<T>(ref T[] buffer, int count)
    {
        if (buffer.Length < count)
        {
            // twice as much as before: trees that grow a little each would else be as many arrays
            buffer = new T[Math.Max(count, Math.Min(buffer.Length * 2L, Array.MaxLength))];
        }

        return buffer.AsMemory(0, count);
    }
}
