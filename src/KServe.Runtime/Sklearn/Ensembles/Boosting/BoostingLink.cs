namespace KServe.Runtime.Sklearn.Ensembles.Boosting;

/// <summary>Names how raw scores become probabilities or predictions.</summary>
internal enum BoostingLink
{
    /// <summary>The prediction is the score.</summary>
    Identity,

    /// <summary>The prediction is the exponential of the score (Poisson, gamma).</summary>
    Log,

    /// <summary>The probability is the logistic function of the score.</summary>
    Logit,

    /// <summary>The probability is the logistic function of twice the score (exponential loss).</summary>
    HalfLogit,

    /// <summary>The probabilities are the softmax of the scores, which start at logarithms of probabilities.</summary>
    MultinomialLog,

    /// <summary>As <see cref="MultinomialLog"/>, but the starting scores of a row sum to 0 (since version 1.4).</summary>
    MultinomialSymmetric,
}
