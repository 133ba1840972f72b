namespace KServe.Runtime.Generative;

/// <summary>Names what V1 and V2 inference of a classifying encoder answer with.</summary>
public enum EncoderOutput
{
    /// <summary>The best class, or the best token of a mask.</summary>
    Prediction = 0,

    /// <summary>All probabilities, rounded to four decimals.</summary>
    Probabilities,

    /// <summary>All scores as the model computed them.</summary>
    RawLogits,
}
