namespace KServe.Detectors;

/// <summary>Scores by the distance from the mean in units of the covariance.</summary>
internal sealed class MahalanobisScorer : IOutlierScorer
{
    // The factor is renewed each time the number of rows has grown by this share.
    private const double Growth = 1.05;

    private readonly RunningMoments _moments;
    private readonly double[] _covariance;
    private readonly double[] _mean;
    private readonly double[] _scratch;
    private readonly int _columns;
    private readonly bool _learns;
    private CholeskyFactor _factor;
    private double _next;

    public MahalanobisScorer(ReadOnlySpan<double> rows, int columns, bool learns)
    {
        (_columns, _learns) = (columns, learns);
        (_mean, _scratch, _covariance) = (new double[columns], new double[columns], new double[columns * columns]);
        _moments = new RunningMoments(columns);
        for (var i = 0; i < rows.Length; i += columns)
        {
            _moments.Add(rows.Slice(i, columns));
        }

        _factor = Renew();
    }

    public double Score(ReadOnlySpan<double> row) => _factor.GetDistance(row, _mean, _scratch);

    public void Learn(ReadOnlySpan<double> row)
    {
        if (!_learns)
        {
            return;
        }

        _moments.Add(row);
        if (_moments.Count >= _next)
        {
            _factor = Renew();
        }
    }

    private CholeskyFactor Renew()
    {
        _next = Math.Max(_moments.Count + 1, _moments.Count * Growth);
        _moments.Mean.CopyTo(_mean);
        _moments.CopyCovariance(_covariance);
        return CholeskyFactor.Create(_covariance, _columns);
    }
}
