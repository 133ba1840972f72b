namespace KServe.Detectors;

/// <summary>Scores each row and reports those above the threshold.</summary>
internal sealed class OutlierDetector : FiniteRowDetector
{
    private readonly IOutlierScorer _scorer;
    private readonly string _method;

    public OutlierDetector(OutlierDetectorOptions options, ReferenceData reference, DetectorScope scope)
        : base(scope)
    {
        _method = options.Method.ToString();
        _scorer = Fit(options, reference);
        Threshold = options.Threshold ?? GetThreshold(reference, options.Contamination);
    }

    public double Threshold { get; }

    protected override void Look(ReadOnlySpan<double> values, string? requestId, int row)
    {
        var score = _scorer.Score(values);
        Scope.RecordScore(score);
        if (score > Threshold)
        {
            Scope.Report(_method, [new Finding("", score, double.NaN, Threshold)], requestId, row);
        }
        else
        {
            _scorer.Learn(values);
        }
    }

    private static IOutlierScorer Fit(OutlierDetectorOptions options, ReferenceData reference) => options.Method switch
    {
        OutlierMethod.Mahalanobis => new MahalanobisScorer(reference.Values, reference.Columns, options.Learns),
        OutlierMethod.ZScore => new ZScoreScorer(reference.Values, reference.Columns, options.Learns),
        _ => IsolationForest.Fit(
            reference.Values, reference.Columns, options.Trees, options.MaxSamples, new Random(options.Seed)),
    };

    private double GetThreshold(ReferenceData reference, double contamination)
    {
        var scores = new double[reference.Rows];
        for (var row = 0; row < scores.Length; row++)
        {
            scores[row] = _scorer.Score(reference.Values.AsSpan(row * reference.Columns, reference.Columns));
        }

        Array.Sort(scores);
        return Quantile.Of(scores, 1 - contamination);
    }
}
