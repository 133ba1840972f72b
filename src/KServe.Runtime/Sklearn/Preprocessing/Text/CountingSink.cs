using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Counts the terms of documents that are in a vocabulary, and makes rows of the counts.</summary>
internal sealed class CountingSink(Dictionary<string, int> vocabulary, int rowCount) : TermSink
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup =
        vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly List<int> _found = [];
    private readonly int[] _starts = new int[rowCount + 1];
    private readonly List<int> _columns = [];
    private readonly List<double> _counts = [];
    private int _row;

    public override void Add(ReadOnlySpan<char> term)
    {
        if (_lookup.TryGetValue(term, out var column))
        {
            _found.Add(column);
        }
    }

    /// <summary>Ends the row of a document.</summary>
    public void EndRow(bool isBinary)
    {
        _found.Sort();
        for (var i = 0; i < _found.Count; i++)
        {
            if (i == 0 || _found[i] != _found[i - 1])
            {
                _columns.Add(_found[i]);
                _counts.Add(1);
            }
            else if (!isBinary)
            {
                _counts[^1]++;
            }
        }

        _found.Clear();
        _starts[++_row] = _columns.Count;
    }

    public SparseMatrix ToMatrix() => new(_starts, [.. _columns], [.. _counts], vocabulary.Count);
}
