namespace KServe.Detectors;

/// <summary>Keeps the latest rows and tests them against the reference each time enough new ones have come.</summary>
internal sealed class DriftDetector : FiniteRowDetector
{
    private readonly DriftDetectorOptions _options;
    private readonly IDriftTest _test;
    private readonly TestResult[] _results;
    private readonly double[] _window;
    private readonly int _columns;
    private long _seen;
    private int _sinceTest;

    public DriftDetector(DriftDetectorOptions options, ReferenceData reference, DetectorScope scope)
        : base(scope)
    {
        (_options, _columns) = (options, reference.Columns);
        _window = new double[checked(options.WindowSize * reference.Columns)];
        _test = CreateTest(options, Thin(reference, options.MaxReferenceRows), reference.FeatureNames);
        _results = new TestResult[_test.Features.Count];
    }

    protected override void Look(ReadOnlySpan<double> values, string? requestId, int row)
    {
        values.CopyTo(_window.AsSpan((int)(_seen % _options.WindowSize) * _columns));
        _seen++;
        _sinceTest++;
        if (_seen >= _options.WindowSize && (_sinceTest >= _options.Stride || _seen == _options.WindowSize))
        {
            _sinceTest = 0;
            Test();
        }
    }

    private static IDriftTest CreateTest(
        DriftDetectorOptions options,
        double[] reference,
        IReadOnlyList<string> features) => options.Method switch
    {
        DriftMethod.ChiSquared => new ChiSquaredDrift(options, reference, features),
        DriftMethod.MeanDiscrepancy => new MeanDiscrepancyDrift(options, reference, features.Count),
        DriftMethod.PopulationStability => new PopulationStabilityDrift(options, reference, features),
        _ => new KolmogorovSmirnovDrift(options, reference, features),
    };

    /// <summary>Takes rows at even distances when there are more than are kept.</summary>
    private static double[] Thin(ReferenceData reference, int most)
    {
        if (reference.Rows <= most)
        {
            return reference.Values;
        }

        var thin = new double[most * reference.Columns];
        for (var row = 0; row < most; row++)
        {
            var from = (int)((long)row * reference.Rows / most);
            reference.Values.AsSpan(from * reference.Columns, reference.Columns)
                .CopyTo(thin.AsSpan(row * reference.Columns));
        }

        return thin;
    }

    private void Test()
    {
        _test.Test(_window, _results);
        List<Finding>? findings = null;
        for (var i = 0; i < _results.Length; i++)
        {
            var (statistic, probability) = _results[i];
            var feature = _test.Features[i];
            Scope.RecordStatistic(feature, statistic);
            if (_test.HasPValues)
            {
                Scope.RecordPValue(feature, probability);
            }

            if (_test.HasPValues ? probability < _test.Threshold : statistic > _test.Threshold)
            {
                (findings ??= []).Add(new Finding(feature, statistic, probability, _test.Threshold));
            }
        }

        if (findings is not null)
        {
            Scope.Report(_options.Method.ToString(), findings);
        }

        // Whoever sees the count sees the figures.
        Scope.CountTest();
    }
}
