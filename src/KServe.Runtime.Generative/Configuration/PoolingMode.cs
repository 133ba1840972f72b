namespace KServe.Runtime.Generative.Configuration;

/// <summary>How the states of a text's tokens become one vector.</summary>
internal enum PoolingMode
{
    /// <summary>The first token's.</summary>
    FirstToken,

    /// <summary>The mean over the tokens.</summary>
    Mean,

    /// <summary>The sum over the tokens, divided by the root of their number.</summary>
    MeanSqrtLength,

    /// <summary>The largest of each number.</summary>
    Max,

    /// <summary>The mean with weights that grow with the position.</summary>
    WeightedMean,

    /// <summary>The last token's.</summary>
    LastToken,
}
