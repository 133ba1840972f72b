namespace KServe.Detectors;

/// <summary>Gives rows a score that is the larger the stranger they are; used by one thread at a time.</summary>
internal interface IOutlierScorer
{
    double Score(ReadOnlySpan<double> row);

    /// <summary>Takes a row that was no outlier into what is known, if the scorer goes on learning.</summary>
    void Learn(ReadOnlySpan<double> row);
}
