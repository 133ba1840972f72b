namespace KServe.Runtime.LightGbm;

/// <summary>Names what is done to raw scores to make predictions of them.</summary>
internal enum LightGbmTransform
{
    None,

    /// <summary>The square with the score's sign, of models trained on square roots.</summary>
    SignedSquare,
    Exponential,

    /// <summary>The sigmoid of the score times the model's own factor.</summary>
    Sigmoid,

    /// <summary>The sigmoid of the score.</summary>
    PlainSigmoid,

    /// <summary>The logarithm of one plus the score's exponential.</summary>
    LogOnePlusExponential,
    Softmax,
}
