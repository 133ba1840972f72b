namespace KServe.Runtime.Sklearn.Models.Linear;

/// <summary>Names the ways to make probabilities of the scores of a linear classifier.</summary>
internal enum ProbabilityRule
{
    /// <summary>There are none.</summary>
    None,

    /// <summary>The logistic function of each class, divided by their sum.</summary>
    Logistic,

    /// <summary>The normalised exponentials of the scores.</summary>
    Softmax,

    /// <summary>The line of the modified Huber loss, cut off at 0 and 1.</summary>
    ModifiedHuber,
}
