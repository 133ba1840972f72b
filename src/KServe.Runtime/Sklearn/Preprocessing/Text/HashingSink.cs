using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Adds up terms in the columns that their hashes fall into.</summary>
internal sealed class HashingSink(int columnCount, bool hasSigns, int rowCount) : TermSink
{
    private readonly Dictionary<int, double> _row = [];
    private readonly List<int> _order = [];
    private readonly int[] _starts = new int[rowCount + 1];
    private readonly List<int> _columns = [];
    private readonly List<double> _values = [];
    private byte[] _bytes = new byte[256];
    private int _rowIndex;

    public override void Add(ReadOnlySpan<char> term) => Add(term, 1);

    public void Add(ReadOnlySpan<char> term, double value)
    {
        var length = System.Text.Encoding.UTF8.GetMaxByteCount(term.Length);
        if (_bytes.Length < length)
        {
            _bytes = new byte[length];
        }

        var hash = MurmurHash.Compute(_bytes.AsSpan(0, System.Text.Encoding.UTF8.GetBytes(term, _bytes)));
        var column = hash == int.MinValue
            ? (int.MaxValue - (columnCount - 1)) % columnCount
            : Math.Abs(hash) % columnCount;
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_row, column, out var isThere) +=
            hasSigns && hash < 0 ? -value : value;
        if (!isThere)
        {
            _order.Add(column);
        }
    }

    /// <summary>Ends the row of a document.</summary>
    public void EndRow(bool isBinary)
    {
        _order.Sort();
        foreach (var column in _order)
        {
            _columns.Add(column);
            _values.Add(isBinary ? 1 : _row[column]);
        }

        _row.Clear();
        _order.Clear();
        _starts[++_rowIndex] = _columns.Count;
    }

    public SparseMatrix ToMatrix() => new(_starts, [.. _columns], [.. _values], columnCount);
}
