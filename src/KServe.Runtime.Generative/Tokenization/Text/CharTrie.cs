namespace KServe.Runtime.Generative.Tokenization.Text;

/// <summary>Finds the tokens that begin at a place of a text, in time linear in the longest token.</summary>
/// <remarks>The children of a node lie side by side, sorted, so a node takes ten bytes. Thread-safe.</remarks>
internal sealed class CharTrie
{
    private readonly char[] _labels;
    private readonly int[] _firstChild;
    private readonly int[] _values;

    private CharTrie(char[] labels, int[] firstChild, int[] values)
    {
        _labels = labels;
        _firstChild = firstChild;
        _values = values;
    }

    /// <summary>Gets the node of the empty text.</summary>
    public static int Root => 0;

    /// <summary>Builds the trie of texts; of equal texts the last one's value counts.</summary>
    public static CharTrie Build(IReadOnlyList<(string Text, int Value)> entries)
    {
        var sorted = new (string Text, int Value, int Order)[entries.Count];
        for (var i = 0; i < sorted.Length; i++)
        {
            sorted[i] = (entries[i].Text, entries[i].Value, i);
        }

        Array.Sort(sorted, static (a, b) =>
        {
            var order = string.CompareOrdinal(a.Text, b.Text);
            return order != 0 ? order : a.Order.CompareTo(b.Order);
        });
        return Layout(sorted);
    }

    /// <summary>Gets the child of a node, or -1.</summary>
    public int Step(int node, char label)
    {
        var low = _firstChild[node];
        var high = _firstChild[node + 1];
        var found = _labels.AsSpan(low, high - low).BinarySearch(label);
        return found < 0 ? -1 : low + found;
    }

    /// <summary>Gets the value of the text that ends at a node, or -1.</summary>
    public int Value(int node) => _values[node];

    // Breadth first: the children of one node get neighbouring numbers, and the nodes are numbered in the order in
    // which they are visited, so that a node's children end where the next node's children begin.
    private static CharTrie Layout((string Text, int Value, int Order)[] sorted)
    {
        List<char> labels = ['\0'];
        List<int> values = [-1];
        List<int> firstChild = [];
        var ranges = new Queue<(int Start, int End)>();
        ranges.Enqueue((0, sorted.Length));
        for (var (depth, left) = (0, 1); ranges.Count > 0; depth++, left = ranges.Count)
        {
            for (; left > 0; left--)
            {
                var (start, end) = ranges.Dequeue();
                var node = firstChild.Count;
                firstChild.Add(labels.Count);
                for (; start < end && sorted[start].Text.Length == depth; start++)
                {
                    values[node] = sorted[start].Value;
                }

                while (start < end)
                {
                    var label = sorted[start].Text[depth];
                    var stop = start + 1;
                    while (stop < end && sorted[stop].Text[depth] == label)
                    {
                        stop++;
                    }

                    labels.Add(label);
                    values.Add(-1);
                    ranges.Enqueue((start, stop));
                    start = stop;
                }
            }
        }

        firstChild.Add(labels.Count);
        return new CharTrie([.. labels], [.. firstChild], [.. values]);
    }
}
