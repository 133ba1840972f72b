namespace KServe.Explainers;

/// <summary>Names what gets worse when a feature is shuffled.</summary>
public enum ImportanceMetric
{
    /// <summary>Prediction change without labels; else accuracy for several outputs, squared error for one.</summary>
    Automatic,

    /// <summary>The mean absolute change of the outputs; needs no labels.</summary>
    PredictionChange,

    /// <summary>The share of wrong classes; labels are classes.</summary>
    Error,

    /// <summary>The negative logarithm of the probability of the right class; labels are classes.</summary>
    LogLoss,

    /// <summary>The mean squared error of one output.</summary>
    SquaredError,

    /// <summary>The mean absolute error of one output.</summary>
    AbsoluteError,
}
