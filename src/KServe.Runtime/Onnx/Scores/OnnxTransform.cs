namespace KServe.Runtime.Onnx.Scores;

/// <summary>Names what an ensemble does to its scores at the end.</summary>
internal enum OnnxTransform
{
    None,
    Softmax,
    Logistic,

    /// <summary>Softmax over the scores that are not 0.</summary>
    SoftmaxZero,

    /// <summary>The quantile function of the normal distribution.</summary>
    Probit,
}
