namespace KServe.Explainers;

/// <summary>Shuffles one feature after the other, several times, and adds up the losses.</summary>
internal sealed class ShuffledRows : IRowSource
{
    private readonly FeatureTable _rows;
    private readonly int _repeats;
    private readonly ReadOnlyMemory<double> _labels;
    private readonly double[] _scores;
    private readonly RowLoss _loss;
    private readonly Random _random;
    private readonly int[] _order;

    public ShuffledRows(
        FeatureTable rows, ReadOnlyMemory<double> labels, double[] scores, RowLoss loss, int repeats, int seed)
    {
        (_rows, _labels, _scores, _loss, _repeats) = (rows, labels, scores, loss, repeats);
        _random = new Random(seed);
        _order = [.. Enumerable.Range(0, rows.RowCount)];
        Losses = new double[rows.ColumnCount * repeats];
    }

    public long RowCount => (long)Losses.Length * _rows.RowCount;

    /// <summary>Gets the sum of losses: features by repeats.</summary>
    public double[] Losses { get; }

    public void Fill(long index, Span<double> row)
    {
        var at = (int)(index % _rows.RowCount);
        if (at == 0)
        {
            _random.Shuffle(_order);
        }

        var feature = (int)(index / _rows.RowCount) / _repeats;
        _rows.GetRow(at).CopyTo(row);
        row[feature] = _rows.GetRow(_order[at])[feature];
    }

    public void Accept(long index, ReadOnlySpan<double> scores)
    {
        var at = (int)(index % _rows.RowCount);
        var label = _labels.IsEmpty ? double.NaN : _labels.Span[at];
        Losses[index / _rows.RowCount] += _loss.Get(
            scores, label, _scores.AsSpan(at * scores.Length, scores.Length));
    }
}
