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

    /// <summary>The probabilities are the softmax of scores that start at logarithms.</summary>
    MultinomialLog,

    /// <summary>As <see cref="MultinomialLog"/>, but the starting scores of a row sum to 0 (since 1.4).</summary>
    MultinomialSymmetric,
}
