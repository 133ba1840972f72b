using System.Globalization;

namespace KServe.Loading;

/// <summary>Writes the text of a model tree after tree until the file is long enough.</summary>
internal abstract class ModelWriter
{
    private const int Seed = 20;

    /// <summary>Gets the leaves of each tree.</summary>
    protected abstract int LeafCount { get; }

    protected abstract int MaxDepth { get; }

    public void Write(string path, long size)
    {
        var random = new Random(Seed);
        using var file = File.Create(path, 1 << 20);
        using var text = new StreamWriter(file) { NewLine = "\n" };
        WriteStart(text);
        var (count, length) = (0, 0L);
        while (length < size)
        {
            WriteTree(text, count++, GrownTree.Grow(random, LeafCount, MaxDepth));
            text.Flush();
            length = file.Position;
        }

        WriteEnd(text, count);
    }

    protected abstract void WriteStart(TextWriter text);

    protected abstract void WriteTree(TextWriter text, int index, GrownTree tree);

    protected abstract void WriteEnd(TextWriter text, int treeCount);

    /// <summary>Writes numbers between a prefix, separators and a suffix.</summary>
    protected static void WriteList<T>(
        TextWriter text, string prefix, IEnumerable<T> values, char separator, string suffix, string? format = null)
        where T : IFormattable
    {
        text.Write(prefix);
        var isFirst = true;
        foreach (var value in values)
        {
            if (!isFirst)
            {
                text.Write(separator);
            }

            isFirst = false;
            text.Write(value.ToString(format, CultureInfo.InvariantCulture));
        }

        text.Write(suffix);
    }

    protected static IEnumerable<int> Nodes(GrownTree tree) => Enumerable.Range(0, tree.Count);
}
