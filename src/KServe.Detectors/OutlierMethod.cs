namespace KServe.Detectors;

/// <summary>Names the ways to score how strange a row is.</summary>
public enum OutlierMethod
{
    /// <summary>A forest of random splits: few of them isolate what is strange. From 0 to 1.</summary>
    IsolationForest,

    /// <summary>The distance from the mean in units of the covariance.</summary>
    Mahalanobis,

    /// <summary>The largest distance of a feature from its mean, in standard deviations.</summary>
    ZScore,
}
