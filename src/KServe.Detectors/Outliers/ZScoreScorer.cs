namespace KServe.Detectors;

/// <summary>Scores by the largest distance of a feature from its mean, in standard deviations.</summary>
internal sealed class ZScoreScorer : IOutlierScorer
{
    private readonly double[] _mean;
    private readonly double[] _squares;
    private readonly bool _learns;
    private long _count;

    public ZScoreScorer(ReadOnlySpan<double> rows, int columns, bool learns)
    {
        (_mean, _squares) = (new double[columns], new double[columns]);
        for (var i = 0; i < rows.Length; i += columns)
        {
            Add(rows.Slice(i, columns));
        }

        _learns = learns;
    }

    public double Score(ReadOnlySpan<double> row)
    {
        var largest = 0.0;
        for (var i = 0; i < row.Length; i++)
        {
            // With n - 1 in the denominator, as of a sample. A feature that never varied makes any change infinite.
            var deviation = Math.Sqrt(_squares[i] / Math.Max(1, _count - 1));
            var distance = Math.Abs(row[i] - _mean[i]);
            largest = Math.Max(largest, distance == 0 ? 0 : distance / deviation);
        }

        return largest;
    }

    public void Learn(ReadOnlySpan<double> row)
    {
        if (_learns)
        {
            Add(row);
        }
    }

    private void Add(ReadOnlySpan<double> row)
    {
        _count++;
        for (var i = 0; i < row.Length; i++)
        {
            var before = row[i] - _mean[i];
            _mean[i] += before / _count;
            _squares[i] += before * (row[i] - _mean[i]);
        }
    }
}
